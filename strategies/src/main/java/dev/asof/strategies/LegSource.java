package dev.asof.strategies;

/** What says which instruments to trade. */
enum LegSource {
  /** The announcements. */
  INDEX_CHANGES,
  /** Changes of a fund's holdings, each confirmed by an announcement. */
  HOLDINGS_DIFFERENCE
}
