package dev.asof.engine;

import dev.asof.api.BarField;
import dev.asof.api.Fact;
import dev.asof.api.FillAt;
import dev.asof.api.MarketEvent;
import dev.asof.api.MarketView;
import dev.asof.api.Order;
import dev.asof.api.OrderSheet;
import dev.asof.api.Protection;
import dev.asof.api.RevealedFact;
import dev.asof.api.RunFinding;
import dev.asof.api.SizeType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.RandomAccess;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Records decisions for explanations: passes everything on and notes it. It is one class because a
 * view and a sheet have many methods that all do the same here.
 */
final class DecisionTracer implements Onlooker {
  private final MarketData market;
  private final Predicate<LocalDate> wanted;
  private final Map<Fact, String> tables = new IdentityHashMap<>();
  private final List<DecisionTrace> decisions = new ArrayList<>();
  private LocalDate session;
  private Instant decidedAt;
  private boolean records;
  private Set<DecisionTrace.Read> reads = new LinkedHashSet<>();
  private List<Order> orders = new ArrayList<>();
  private List<DecisionTrace.Protected> protections = new ArrayList<>();

  DecisionTracer(MarketData market, Predicate<LocalDate> wanted) {
    this.market = market;
    this.wanted = wanted;
    for (RevealedFact revealed : market.announced()) {
      tables.putIfAbsent(revealed.fact(), revealed.table());
    }
  }

  /** The decisions recorded, once the run is over. */
  List<DecisionTrace> decisions() {
    end();
    return decisions;
  }

  @Override
  public void begin(LocalDate newSession, Instant now) {
    end();
    records = wanted.test(newSession);
    session = newSession;
    decidedAt = now;
  }

  private void end() {
    if (records) {
      decisions.add(new DecisionTrace(session, decidedAt, List.copyOf(reads), orders, protections));
    }
    records = false;
    reads = new LinkedHashSet<>();
    orders = new ArrayList<>();
    protections = new ArrayList<>();
  }

  @Override
  public MarketView view(SessionView view) {
    return new TracingView(view);
  }

  @Override
  public OrderSheet sheet(SessionOrders sheet) {
    return new TracingSheet(sheet);
  }

  private void readFact(Fact fact) {
    if (records) {
      reads.add(new DecisionTrace.FactRead(fact, tables.getOrDefault(fact, "")));
    }
  }

  private void readBar(
      SessionView view, BarField field, int instrument, int barsAgo, double value) {
    if (records) {
      LocalDate of = view.sessionOf(barsAgo);
      OptionalInt revision = revision(view.bars() - barsAgo, instrument, view.now());
      reads.add(new DecisionTrace.BarRead(field, instrument, of, value, revision));
    }
  }

  private OptionalInt revision(int bar, int instrument, Instant now) {
    if (market.revisions().count() == 0) {
      return OptionalInt.empty();
    }
    int seen = market.revised().seen(bar, instrument, now.toEpochMilli());
    return seen < 0 ? OptionalInt.empty() : OptionalInt.of(seen);
  }

  /** A list that notes which of its facts are taken. */
  private final class NotingList<F extends Fact> extends AbstractList<F> implements RandomAccess {
    private final List<F> facts;

    NotingList(List<F> facts) {
      this.facts = facts;
    }

    @Override
    public F get(int index) {
      F fact = facts.get(index);
      readFact(fact);
      return fact;
    }

    @Override
    public int size() {
      return facts.size();
    }
  }

  private final class TracingView implements MarketView {
    private final SessionView view;

    TracingView(SessionView view) {
      this.view = view;
    }

    private double noted(BarField field, int instrument, int barsAgo, double value) {
      readBar(view, field, instrument, barsAgo, value);
      return value;
    }

    @Override
    public Instant now() {
      return view.now();
    }

    @Override
    public LocalDate session() {
      return view.session();
    }

    @Override
    public int bars() {
      return view.bars();
    }

    @Override
    public int instruments() {
      return view.instruments();
    }

    @Override
    public String symbol(int instrument) {
      view.listing(instrument).ifPresent(DecisionTracer.this::readFact);
      return view.symbol(instrument);
    }

    @Override
    public String instrumentName(int instrument) {
      return view.instrumentName(instrument);
    }

    @Override
    public int indexOf(String ticker) {
      int found = view.indexOf(ticker);
      if (found >= 0) {
        view.listing(found)
            .filter(listing -> listing.symbol().equals(ticker))
            .ifPresent(DecisionTracer.this::readFact);
      }
      return found;
    }

    @Override
    public LocalDate sessionOf(int barsAgo) {
      return view.sessionOf(barsAgo);
    }

    @Override
    public double open(int instrument, int barsAgo) {
      return noted(BarField.OPEN, instrument, barsAgo, view.open(instrument, barsAgo));
    }

    @Override
    public double high(int instrument, int barsAgo) {
      return noted(BarField.HIGH, instrument, barsAgo, view.high(instrument, barsAgo));
    }

    @Override
    public double low(int instrument, int barsAgo) {
      return noted(BarField.LOW, instrument, barsAgo, view.low(instrument, barsAgo));
    }

    @Override
    public double close(int instrument, int barsAgo) {
      return noted(BarField.CLOSE, instrument, barsAgo, view.close(instrument, barsAgo));
    }

    @Override
    public double volume(int instrument, int barsAgo) {
      return noted(BarField.VOLUME, instrument, barsAgo, view.volume(instrument, barsAgo));
    }

    @Override
    public double adjustedClose(int instrument, int barsAgo) {
      close(instrument, barsAgo);
      priceFactor(instrument, barsAgo);
      return view.adjustedClose(instrument, barsAgo);
    }

    @Override
    public double priceFactor(int instrument, int barsAgo) {
      view.behindFactor(instrument, barsAgo).forEach(DecisionTracer.this::readFact);
      return view.priceFactor(instrument, barsAgo);
    }

    @Override
    public boolean isMember(String index, int instrument) {
      view.behindMembers(index).forEach(DecisionTracer.this::readFact);
      return view.isMember(index, instrument);
    }

    @Override
    public int[] members(String index) {
      view.behindMembers(index).forEach(DecisionTracer.this::readFact);
      return view.members(index);
    }

    @Override
    public <F extends Fact> List<F> facts(Class<F> type) {
      return new NotingList<>(view.facts(type));
    }

    @Override
    public <F extends Fact> List<F> newFacts(Class<F> type) {
      return new NotingList<>(view.newFacts(type));
    }

    @Override
    public double shares(int instrument) {
      return view.shares(instrument);
    }

    @Override
    public double cashUsd() {
      return view.cashUsd();
    }

    @Override
    public double equityUsd() {
      return view.equityUsd();
    }

    @Override
    public double cashUsdOf(int instrument) {
      return view.cashUsdOf(instrument);
    }

    @Override
    public double freeCashUsdOf(int instrument) {
      return view.freeCashUsdOf(instrument);
    }

    @Override
    public double equityUsdOf(int instrument) {
      return view.equityUsdOf(instrument);
    }

    @Override
    public double maxLeverage() {
      return view.maxLeverage();
    }
  }

  private final class TracingSheet implements OrderSheet {
    private final OrderSheet sheet;

    TracingSheet(OrderSheet sheet) {
      this.sheet = sheet;
    }

    private void noted(Order order) {
      if (records) {
        orders.add(order);
      }
    }

    @Override
    public void targetWeight(int instrument, double weight, FillAt at) {
      sheet.targetWeight(instrument, weight, at);
      noted(market(instrument, SizeType.TARGET_WEIGHT, weight, at));
    }

    @Override
    public void targetShares(int instrument, double shares, FillAt at) {
      sheet.targetShares(instrument, shares, at);
      noted(market(instrument, SizeType.TARGET_SHARES, shares, at));
    }

    private Order market(int instrument, SizeType type, double size, FillAt at) {
      return at == FillAt.OPEN
          ? Order.atOpen(instrument, type, size)
          : Order.atClose(instrument, type, size);
    }

    @Override
    public void submit(Order order) {
      sheet.submit(order);
      noted(order);
    }

    @Override
    public void cancel(int instrument, FillAt at) {
      sheet.cancel(instrument, at);
    }

    @Override
    public void protect(int instrument, Protection protection) {
      sheet.protect(instrument, protection);
      if (records) {
        protections.add(new DecisionTrace.Protected(instrument, protection));
      }
    }

    @Override
    public void value(int instrument, double priceUsd) {
      sheet.value(instrument, priceUsd);
    }

    @Override
    public void note(String text) {
      sheet.note(text);
    }

    @Override
    public void note(RunFinding.Kind kind, String text) {
      sheet.note(kind, text);
    }

    @Override
    public void event(MarketEvent event) {
      sheet.event(event);
    }
  }
}
