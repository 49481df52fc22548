package dev.asof.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.asof.engine.FillOrder;
import java.util.Arrays;

/**
 * In which order the columns of a golden run trade within a bar.
 *
 * @param fillOrder the engine's policy
 * @param columns by bar, the columns in the order in which their orders are given
 */
record CallSequence(FillOrder fillOrder, int[][] columns) {

  static CallSequence of(JsonNode file, Columns layout, int bars) {
    int columns = layout.accountOf().length;
    JsonNode kind = file.path("config").path("call_seq");
    String word = kind.isTextual() ? kind.textValue() : kind.isArray() ? "given" : "default";
    int[][] sequence = new int[bars][columns];
    return switch (word) {
      case "auto" -> new CallSequence(FillOrder.SALES_FIRST, filled(sequence, 0, 1));
      case "default" -> new CallSequence(FillOrder.AS_GIVEN, filled(sequence, 0, 1));
      case "reversed" -> new CallSequence(FillOrder.AS_GIVEN, filled(sequence, columns - 1, -1));
      case "random", "given" ->
          new CallSequence(
              FillOrder.AS_GIVEN,
              given(kind.isArray() ? kind : Golden.part(file, "call_seq_used"), layout, sequence));
      default ->
          throw new MalformedGolden(
              "call_seq is "
                  + Golden.shortened(kind)
                  + ", expected default, reversed, auto, random or a matrix");
    };
  }

  private static int[][] filled(int[][] sequence, int first, int step) {
    for (int[] row : sequence) {
      Arrays.setAll(row, n -> first + step * n);
    }
    return sequence;
  }

  /** A sequence numbers the columns of each account from 0. */
  private static int[][] given(JsonNode node, Columns layout, int[][] sequence) {
    int bars = sequence.length;
    int columns = layout.accountOf().length;
    double[][] within = Golden.matrix(node, "call_seq_used", bars, columns);
    int[] first = new int[columns];
    for (int column = columns - 1; column >= 0; column--) {
      first[layout.accountOf()[column]] = column;
    }
    for (int bar = 0; bar < bars; bar++) {
      for (int n = 0; n < columns; n++) {
        double column = first[layout.accountOf()[n]] + within[bar][n];
        if (!(column >= 0 && column < columns)) {
          throw new MalformedGolden("call_seq_used[" + bar + "] has no column " + column);
        }
        sequence[bar][n] = (int) column;
      }
    }
    return sequence;
  }

  /** By bar, the place of each column. */
  int[][] places() {
    int[][] places = new int[columns.length][];
    for (int bar = 0; bar < places.length; bar++) {
      places[bar] = new int[columns[bar].length];
      for (int n = 0; n < columns[bar].length; n++) {
        places[bar][columns[bar][n]] = n;
      }
    }
    return places;
  }
}
