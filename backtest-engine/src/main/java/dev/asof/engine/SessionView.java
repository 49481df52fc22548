package dev.asof.engine;

import dev.asof.api.CorporateAction;
import dev.asof.api.Fact;
import dev.asof.api.Listing;
import dev.asof.api.MarketView;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known before the open of one bar; filled by a {@link Disclosure} from bar to bar. Nothing
 * that can be reached from here is later than now, so that a look ahead can't be expressed.
 */
final class SessionView implements MarketView {
  private final List<String> names;
  private final int instruments;
  private final Accounts accounts;
  private final double maxLeverage;
  private final BarHistory history = new BarHistory();
  private final VisibleFacts facts = new VisibleFacts();
  private final Adjustments adjustments;
  private final Map<String, Memberships> memberships = new HashMap<>();
  private Tickers tickers;
  private int listings;
  private LocalDate session;
  private Instant now;
  private int bar;
  private int lastInstrument = -1;

  /**
   * Knows nothing yet.
   *
   * @param names of the instruments, for ever
   * @param maxLeverage as the specification has it
   */
  SessionView(List<String> names, Accounts accounts, double maxLeverage) {
    this.names = names;
    this.instruments = names.size();
    this.accounts = accounts;
    this.maxLeverage = maxLeverage;
    this.adjustments = new Adjustments(instruments, history, facts);
  }

  /** Moves on to the open of a session. */
  void begin(LocalDate newSession, Instant newNow) {
    session = newSession;
    now = newNow;
    lastInstrument = -1;
    facts.begin();
  }

  /** Ends what {@link Disclosure} fills in. */
  void ready() {
    bar = history.count();
  }

  BarHistory history() {
    return history;
  }

  VisibleFacts facts() {
    return facts;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public LocalDate session() {
    return session;
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
  public String instrumentName(int instrument) {
    check(instrument);
    return names.get(instrument);
  }

  @Override
  public String symbol(int instrument) {
    return listing(instrument).map(Listing::symbol).orElse(names.get(instrument));
  }

  /** The listing that {@link #symbol} answers from. */
  Optional<Listing> listing(int instrument) {
    check(instrument);
    return tickers().listing(instrument, session);
  }

  @Override
  public int indexOf(String ticker) {
    return tickers().indexOf(ticker, session);
  }

  private Tickers tickers() {
    int version = facts.version(Listing.class);
    if (tickers == null || version != listings) {
      listings = version;
      tickers = new Tickers(names, facts.visible(Listing.class));
    }
    return tickers;
  }

  @Override
  public LocalDate sessionOf(int barsAgo) {
    return history.session(finished(barsAgo));
  }

  @Override
  public double open(int instrument, int barsAgo) {
    check(instrument);
    return history.open[finished(barsAgo)][instrument];
  }

  @Override
  public double high(int instrument, int barsAgo) {
    check(instrument);
    return history.high[finished(barsAgo)][instrument];
  }

  @Override
  public double low(int instrument, int barsAgo) {
    check(instrument);
    return history.low[finished(barsAgo)][instrument];
  }

  @Override
  public double close(int instrument, int barsAgo) {
    check(instrument);
    return history.close[finished(barsAgo)][instrument];
  }

  @Override
  public double volume(int instrument, int barsAgo) {
    check(instrument);
    return history.volume[finished(barsAgo)][instrument];
  }

  @Override
  public double adjustedClose(int instrument, int barsAgo) {
    return close(instrument, barsAgo) * priceFactor(instrument, barsAgo);
  }

  @Override
  public double priceFactor(int instrument, int barsAgo) {
    check(instrument);
    int finished = finished(barsAgo);
    return facts.version(CorporateAction.class) == 0
        ? 1
        : adjustments.factor(instrument, finished, session, tickers());
  }

  /** The actions that {@link #priceFactor} comes from. */
  List<Fact> behindFactor(int instrument, int barsAgo) {
    priceFactor(instrument, barsAgo);
    return adjustments.behind(instrument, finished(barsAgo));
  }

  @Override
  public boolean isMember(String index, int instrument) {
    check(instrument);
    return memberships(index).members(session, tickers()).get(instrument);
  }

  @Override
  public int[] members(String index) {
    return memberships(index).members(session, tickers()).stream().toArray();
  }

  /** The facts that {@link #members} comes from. */
  List<Fact> behindMembers(String index) {
    memberships(index).members(session, tickers());
    return memberships(index).behind();
  }

  private Memberships memberships(String index) {
    Memberships found = memberships.get(index);
    if (found == null) {
      found = new Memberships(index, facts);
      memberships.put(index, found);
    }
    return found;
  }

  private void check(int instrument) {
    if (instrument < 0 || instrument >= instruments) {
      throw new IndexOutOfBoundsException(
          "Invalid instrument " + instrument + ": expected 0 to " + (instruments - 1));
    }
    lastInstrument = instrument;
  }

  /** The instrument that something was last asked about; empty before the first. */
  String lastAsked() {
    return lastInstrument < 0 ? "" : names.get(lastInstrument);
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

  @Override
  public double maxLeverage() {
    return maxLeverage;
  }
}
