package dev.asof.notebook;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.rapaio.jupyter.kernel.display.DisplaySystem;

/** Runs the cells of a notebook in this process through JShell, as the kernel does. */
final class CellRunner implements AutoCloseable {
  private final Values values = new Values();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final JShell shell;

  CellRunner() {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    shell = JShell.builder().executionEngine(new InThisProcess(values), Map.of()).out(out).build();
    for (String imported :
        List.of("java.util.*", "java.io.*", "java.math.*", "java.net.*", "java.util.regex.*")) {
      shell.eval("import " + imported + ";");
    }
  }

  /** What a cell printed, showed, or failed with. */
  CommittedNotebook.Cell run(String source) {
    printed.reset();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    String shown = "";
    String error = "";
    try {
      String rest = CellSource.prepared(source, shell.sourceCodeAnalysis());
      while (!rest.isBlank() && error.isEmpty()) {
        SourceCodeAnalysis.CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
        if (!next.completeness().isComplete()) {
          error = "Incomplete code: " + rest;
          break;
        }
        shown = "";
        for (SnippetEvent event : shell.eval(next.source())) {
          if (event.exception() instanceof EvalException thrown) {
            error = thrown.getMessage();
          } else if (event.exception() != null) {
            error = event.exception().toString();
          } else if (event.status() == Snippet.Status.REJECTED) {
            error =
                String.join(
                    "; ",
                    shell.diagnostics(event.snippet()).map(each -> each.getMessage(null)).toList());
          } else if (isShown(event.snippet())) {
            shown = text(values.last);
          }
        }
        rest = next.remaining();
      }
    } finally {
      System.setOut(before);
    }
    return new CommittedNotebook.Cell(
        source, printed.toString(StandardCharsets.UTF_8), shown, error);
  }

  /** A name is given to every value that has none; what only declares a variable shows nothing. */
  private static boolean isShown(Snippet snippet) {
    return snippet.kind() == Snippet.Kind.EXPRESSION
        || snippet.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
  }

  /** As the kernel renders it, with our renderers found the way it finds them. */
  private static String text(Object value) {
    return value == null
        ? ""
        : String.valueOf(DisplaySystem.inst().render(value).data().get("text/plain"));
  }

  @Override
  public void close() {
    shell.close();
  }

  /** The value of the expression that ran last, which JShell itself only has as text. */
  private static final class Values {
    private Object last;
  }

  private record InThisProcess(Values values) implements ExecutionControlProvider {
    @Override
    public String name() {
      return "in this process";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
      return new DirectExecutionControl() {
        @Override
        protected String invoke(java.lang.reflect.Method method) throws Exception {
          values.last = method.invoke(null, new Object[0]);
          return valueString(values.last);
        }
      };
    }
  }
}
