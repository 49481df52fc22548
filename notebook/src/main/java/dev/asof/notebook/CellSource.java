package dev.asof.notebook;

import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * Prepares a cell for JShell. An import that a comment precedes makes JShell 17 evaluate every
 * variable of an imported type anew, which leaves it null; so the comments before an import are
 * taken away, where JShell's own analysis says that a statement begins.
 */
final class CellSource {
  private CellSource() {}

  /**
   * Returns the cell without the comments before its imports; lines with magics stay as they are.
   */
  static String prepared(String cell, SourceCodeAnalysis analysis) {
    if (!cell.contains("import") || !cell.contains("/") || hasMagic(cell)) {
      return cell;
    }
    StringBuilder prepared = new StringBuilder();
    String rest = cell;
    while (!rest.isBlank()) {
      CompletionInfo info = analysis.analyzeCompletion(rest);
      if (!info.completeness().isComplete() || info.remaining().length() >= rest.length()) {
        return prepared.append(rest).toString();
      }
      String statement = rest.substring(0, rest.length() - info.remaining().length());
      String code = withoutLeadingComments(statement);
      prepared.append(code.startsWith("import") ? code : statement);
      rest = info.remaining();
    }
    return prepared.toString();
  }

  private static boolean hasMagic(String cell) {
    return cell.lines().anyMatch(line -> line.stripLeading().startsWith("%"));
  }

  private static String withoutLeadingComments(String statement) {
    String rest = statement.stripLeading();
    while (rest.startsWith("//") || rest.startsWith("/*")) {
      String end = rest.startsWith("//") ? "\n" : "*/";
      int close = rest.indexOf(end, 2);
      if (close < 0) {
        return "";
      }
      rest = rest.substring(close + end.length()).stripLeading();
    }
    return rest;
  }
}
