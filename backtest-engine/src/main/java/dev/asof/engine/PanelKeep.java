package dev.asof.engine;

/** What a panel's run keeps besides each account's last cash and shares. */
public enum PanelKeep {
  /** Every attempt of an order: {@link PanelSimulator#journals}. */
  ORDERS,
  /** Every account's value after every bar: {@link PanelSimulator#equityUsdUnsafe}. */
  EQUITY,
  /** Metrics of every account: {@link PanelSimulator#metrics}. */
  METRICS
}
