package dev.asof.strategies;

import dev.asof.api.OrderSheet;
import dev.asof.api.RunFinding;
import java.util.Set;

/** Notes of one decision, each text said once in a run. */
record Remarks(OrderSheet orders, Set<String> said) {

  void skipped(String what, String why) {
    String text = "Skipped " + what + ": " + why;
    if (said.add(text)) {
      orders.note(text);
    }
  }

  void skippedForLeverage(String what, String why) {
    String text = "Skipped " + what + ": " + why;
    if (said.add(text)) {
      orders.note(RunFinding.Kind.LEVERAGE_LIMITED, text);
    }
  }
}
