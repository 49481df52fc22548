package dev.asof.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import org.junit.jupiter.api.Test;

class CellSourceTest {
  private static String prepared(String cell) {
    try (JShell shell = JShell.create()) {
      return CellSource.prepared(cell, shell.sourceCodeAnalysis());
    }
  }

  /** Evaluates a cell as the kernel does, and returns its last value. */
  private static String evaluate(JShell shell, String cell) {
    SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
    String rest = CellSource.prepared(cell, analysis);
    String value = null;
    while (!rest.isBlank()) {
      CompletionInfo info = analysis.analyzeCompletion(rest);
      for (SnippetEvent event : shell.eval(info.source().trim())) {
        value = event.value() == null ? value : event.value();
      }
      rest = info.remaining();
    }
    return value;
  }

  @Test
  void aCommentBeforeAnImportKeepsTheVariablesOfImportedTypes() {
    try (JShell shell = JShell.builder().executionEngine("local").build()) {
      evaluate(
          shell, "import java.util.ArrayList;\nvar l = new ArrayList<String>(); l.add(\"x\");");
      evaluate(shell, "// c\nimport java.util.regex.*;");
      assertThat(evaluate(shell, "l.size()")).isEqualTo("1");
      evaluate(shell, "/* c */ // d\nimport java.util.function.*;\nint n = 3;");
      assertThat(evaluate(shell, "l.size() + n")).isEqualTo("4");
    }
  }

  @Test
  void onlyCommentsBeforeImportsAreTakenAway() {
    assertThat(prepared("// c\nimport java.util.*;\n// d\nint a = 1; // e\n"))
        .isEqualTo("import java.util.*;\n// d\nint a = 1; // e\n");
    String text = "var s = \"\"\"\n    // c\n    import java.util.*;\n    \"\"\";";
    assertThat(prepared(text)).isEqualTo(text);
    assertThat(prepared("%jars lib\n// c\nimport a.B;")).isEqualTo("%jars lib\n// c\nimport a.B;");
    assertThat(prepared("// import nothing")).isEqualTo("// import nothing");
    assertThat(prepared("// c\nimport java.util.*;\nint b = (")).endsWith("int b = (");
  }
}
