package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the help of all commands says, and what the documentation says of their options. */
class CommandHelpTest {
  private static final Pattern TYPED = Pattern.compile("(?m)\\./asof ([^`\\n#|]*)");

  @TempDir private Path folder;

  private CommandLine root() {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    return AsOfCommand.commandLine(
        Surroundings.of(nowhere, nowhere, java.util.Map.of(), folder, Asof.checkout(), Asof.NOW));
  }

  private static void collect(CommandLine command, List<CommandLine> all) {
    all.add(command);
    command.getSubcommands().values().forEach(child -> collect(child, all));
  }

  private List<CommandLine> commands() {
    List<CommandLine> all = new ArrayList<>();
    collect(root(), all);
    return all;
  }

  /** picocli prints null for a variable that it does not know. */
  @Test
  void noHelpHoldsAVariableThatNothingFills() {
    assertThat(commands())
        .hasSizeGreaterThan(40)
        .allSatisfy(
            command ->
                assertThat(command.getUsageMessage())
                    .doesNotContainPattern("\\bnull\\b")
                    .doesNotContain("${"));
  }

  @Test
  void everyCommandTakesAHome() {
    assertThat(commands())
        .filteredOn(command -> command.getSubcommands().isEmpty())
        .filteredOn(command -> !(command.getCommand() instanceof PluginCommand))
        .allSatisfy(
            command ->
                assertThat(command.getCommandSpec().findOption("--home"))
                    .as(command.getCommandSpec().qualifiedName())
                    .isNotNull());
    assertThat(new Asof(folder).run("strategies", "--home", "elsewhere").exitCode()).isZero();
  }

  @Test
  void optionsThatTheDocumentationTypesExist() throws IOException {
    List<String> unknown = new ArrayList<>();
    try (var docs = Files.list(Asof.checkout().resolve("docs"))) {
      List<Path> files =
          new ArrayList<>(docs.filter(file -> file.toString().endsWith(".md")).toList());
      files.add(Asof.checkout().resolve("README.md"));
      for (Path file : files) {
        Matcher typed = TYPED.matcher(Files.readString(file));
        while (typed.find()) {
          check(List.of(typed.group(1).trim().split("\\s+")), unknown);
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  private void check(List<String> words, List<String> unknown) {
    CommandLine command = root();
    for (int index = 0; index < words.size(); index++) {
      String word = words.get(index);
      CommandLine child = command.getSubcommands().get(word);
      if (word.equals("--")) {
        check(words.subList(index + 1, words.size()), unknown);
        return;
      }
      if (child != null) {
        command = child;
      } else if (word.matches("--[a-z-]+")
          && !(command.getCommand() instanceof PluginCommand)
          && command.getCommandSpec().findOption(word) == null) {
        unknown.add("asof " + String.join(" ", words) + ": " + word);
      }
    }
  }
}
