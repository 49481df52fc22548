package dev.asof.cli;

import dev.asof.api.CommandPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A command found at run time. */
@Command
final class PluginCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  private final CommandPlugin plugin;
  private List<String> arguments = new ArrayList<>();

  private PluginCommand(Surroundings surroundings, CommandPlugin plugin) {
    this.surroundings = surroundings;
    this.plugin = plugin;
  }

  /** Adds every command that is found to the tree. */
  static void addTo(CommandLine root, Surroundings surroundings) {
    for (CommandPlugin plugin : ServiceLoader.load(CommandPlugin.class)) {
      PluginCommand command = new PluginCommand(surroundings, plugin);
      CommandLine line = new CommandLine(command).setUnmatchedOptionsArePositionalParams(true);
      line.getCommandSpec().usageMessage().description(plugin.description().toArray(String[]::new));
      line.getCommandSpec()
          .addPositional(
              PositionalParamSpec.builder()
                  .index("0..*")
                  .arity("0..*")
                  .type(List.class)
                  .auxiliaryTypes(String.class)
                  .paramLabel(plugin.arguments())
                  .hideParamSyntax(true)
                  .setter(
                      new CommandLine.Model.ISetter() {
                        @Override
                        @SuppressWarnings("unchecked")
                        public <T> T set(T value) {
                          command.arguments = value == null ? List.of() : (List<String>) value;
                          return value;
                        }
                      })
                  .build());
      root.addSubcommand(plugin.name(), line);
    }
  }

  @Override
  public Integer call() {
    return plugin.run(surroundings.workingDirectory(), List.copyOf(arguments), surroundings.out());
  }
}
