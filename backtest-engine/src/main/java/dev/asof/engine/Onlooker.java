package dev.asof.engine;

import dev.asof.api.MarketView;
import dev.asof.api.OrderSheet;
import java.time.Instant;
import java.time.LocalDate;

/** Stands between a strategy and its run. */
interface Onlooker {
  /** A decision begins. */
  void begin(LocalDate session, Instant now);

  /** What the strategy gets as its view. */
  MarketView view(SessionView view);

  /** What the strategy gets as its order sheet. */
  OrderSheet sheet(SessionOrders orders);
}
