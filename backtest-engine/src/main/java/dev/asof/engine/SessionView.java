package dev.asof.engine;

import dev.asof.api.Bars;
import dev.asof.api.Fact;
import dev.asof.api.MarketView;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** What is known before the open of one bar; moved on from bar to bar. */
final class SessionView implements MarketView {
  private final Bars bars;
  private final int instruments;
  private final Accounts accounts;
  private final FactTimeline facts;
  private int bar;
  private int lastInstrument = -1;

  SessionView(Bars bars, Accounts accounts, FactTimeline facts) {
    this.bars = bars;
    this.instruments = bars.instruments();
    this.accounts = accounts;
    this.facts = facts;
  }

  /** Moves on to the open of a bar. */
  void advanceTo(int newBar) {
    bar = newBar;
    lastInstrument = -1;
    facts.advanceTo(bars.openTime(newBar));
  }

  @Override
  public Instant now() {
    return bars.openTime(bar);
  }

  @Override
  public LocalDate session() {
    return bars.session(bar);
  }

  @Override
  public int bars() {
    return bar;
  }

  @Override
  public int instruments() {
    return instruments;
  }

  @Override
  public String symbol(int instrument) {
    return bars.symbols().get(instrument);
  }

  @Override
  public int indexOf(String symbol) {
    return bars.indexOf(symbol);
  }

  @Override
  public LocalDate sessionOf(int barsAgo) {
    return bars.session(finished(barsAgo));
  }

  @Override
  public double open(int instrument, int barsAgo) {
    return bars.openUnsafe()[cell(instrument, barsAgo)];
  }

  @Override
  public double high(int instrument, int barsAgo) {
    return bars.highUnsafe()[cell(instrument, barsAgo)];
  }

  @Override
  public double low(int instrument, int barsAgo) {
    return bars.lowUnsafe()[cell(instrument, barsAgo)];
  }

  @Override
  public double close(int instrument, int barsAgo) {
    return bars.closeUnsafe()[cell(instrument, barsAgo)];
  }

  @Override
  public double volume(int instrument, int barsAgo) {
    return bars.volumeUnsafe()[cell(instrument, barsAgo)];
  }

  private int cell(int instrument, int barsAgo) {
    if (instrument < 0 || instrument >= instruments) {
      throw new IndexOutOfBoundsException(
          "Invalid instrument " + instrument + ": expected 0 to " + (instruments - 1));
    }
    lastInstrument = instrument;
    return finished(barsAgo) * instruments + instrument;
  }

  /** The instrument that a price was last asked for; empty before the first. */
  String lastAsked() {
    return lastInstrument < 0 ? "" : bars.symbols().get(lastInstrument);
  }

  private int finished(int barsAgo) {
    if (barsAgo < 1 || barsAgo > bar) {
      throw new IndexOutOfBoundsException(
          "Invalid barsAgo " + barsAgo + ": expected 1 to " + bar + ", the finished sessions");
    }
    return bar - barsAgo;
  }

  @Override
  public <F extends Fact> List<F> facts(Class<F> type) {
    return facts.visible(type);
  }

  @Override
  public <F extends Fact> List<F> newFacts(Class<F> type) {
    return facts.fresh(type);
  }

  @Override
  public double shares(int instrument) {
    return accounts.shares[instrument];
  }

  @Override
  public double cashUsd() {
    return accounts.totalCashUsd();
  }

  @Override
  public double equityUsd() {
    return accounts.totalEquityUsd();
  }

  @Override
  public double cashUsdOf(int instrument) {
    return accounts.cashUsd[accounts.accountOf[instrument]];
  }

  @Override
  public double freeCashUsdOf(int instrument) {
    return accounts.freeCashUsd[accounts.accountOf[instrument]];
  }

  @Override
  public double equityUsdOf(int instrument) {
    return accounts.equityUsd(accounts.accountOf[instrument]);
  }
}
