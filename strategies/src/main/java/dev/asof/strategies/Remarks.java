package dev.asof.strategies;

import dev.asof.api.OrderSheet;
import java.util.Set;

/** Notes of one decision, each text said once in a run. */
record Remarks(OrderSheet orders, Set<String> said) {

  void skipped(String what, String why) {
    String text = "Skipped " + what + ": " + why;
    if (said.add(text)) {
      orders.note(text);
    }
  }
}
