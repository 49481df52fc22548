package dev.asof.engine;

import dev.asof.api.FillAt;
import dev.asof.api.MarketEvent;
import dev.asof.api.MarketView;
import dev.asof.api.Order;
import dev.asof.api.OrderCosts;
import dev.asof.api.OrderSheet;
import dev.asof.api.OrderTerms;
import dev.asof.api.Protection;
import dev.asof.api.RunFinding;
import dev.asof.api.SizeType;
import dev.asof.api.TimeInForce;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Decisions as raw bits, so that two can be compared exactly and told apart in words. Each call of
 * the order sheet is a word with its kind and length, followed by its values; text and events stand
 * beside them.
 */
final class DecisionLog implements Onlooker {
  private static final Call[] CALLS = Call.values();

  private enum Call {
    TARGET_WEIGHT,
    TARGET_SHARES,
    SUBMIT,
    CANCEL,
    PROTECT,
    VALUE,
    NOTE,
    EVENT,
    FAILURE
  }

  private final List<String> names;
  private long[] words = new long[256];
  private int count;
  private final List<Object> texts = new ArrayList<>();

  /** By decision, where it begins. */
  private int[] firstWord = new int[64];

  private int[] firstText = new int[64];
  private int decisions;

  DecisionLog(List<String> names) {
    this.names = names;
  }

  @Override
  public MarketView view(SessionView view) {
    return view;
  }

  @Override
  public OrderSheet sheet(SessionOrders orders) {
    return new Sheet(orders);
  }

  @Override
  public void begin(LocalDate session, Instant now) {
    if (decisions == firstWord.length) {
      firstWord = Arrays.copyOf(firstWord, 2 * decisions);
      firstText = Arrays.copyOf(firstText, 2 * decisions);
    }
    firstWord[decisions] = count;
    firstText[decisions] = texts.size();
    decisions++;
  }

  /** Forgets all decisions. */
  void clear() {
    decisions = 0;
    count = 0;
    texts.clear();
  }

  /** Ends a decision that failed. */
  void failed(String what) {
    text(Call.FAILURE, what);
  }

  /** Number of decisions. */
  int decisions() {
    return decisions;
  }

  /** How many values a comparison with a decision looks at, the number of its calls included. */
  int values(int decision) {
    return 1 + end(decision) - firstWord[decision] + textEnd(decision) - firstText[decision];
  }

  private int end(int decision) {
    return decision + 1 < decisions ? firstWord[decision + 1] : count;
  }

  private int textEnd(int decision) {
    return decision + 1 < decisions ? firstText[decision + 1] : texts.size();
  }

  /** Whether two decisions are the same to the last bit. */
  boolean isSame(int decision, DecisionLog other, int otherDecision) {
    return Arrays.equals(
            words,
            firstWord[decision],
            end(decision),
            other.words,
            other.firstWord[otherDecision],
            other.end(otherDecision))
        && texts
            .subList(firstText[decision], textEnd(decision))
            .equals(
                other.texts.subList(other.firstText[otherDecision], other.textEnd(otherDecision)));
  }

  /** The first call in which two decisions differ, in one line. */
  String difference(int decision, DecisionLog other, int otherDecision, String with) {
    List<String> ours = calls(decision);
    List<String> theirs = other.calls(otherDecision);
    int n = 0;
    while (n < ours.size() && n < theirs.size() && ours.get(n).equals(theirs.get(n))) {
      n++;
    }
    return (n < ours.size() ? ours.get(n) : "nothing")
        + "; "
        + with
        + ": "
        + (n < theirs.size() ? theirs.get(n) : "nothing");
  }

  private List<String> calls(int decision) {
    List<String> calls = new ArrayList<>();
    int text = firstText[decision];
    for (int at = firstWord[decision]; at < end(decision); at += 1 + (int) (words[at] >>> 8)) {
      Call call = CALLS[(int) (words[at] & 0xff)];
      boolean hasText = call.compareTo(Call.NOTE) >= 0;
      calls.add(hasText ? words(call, texts.get(text++)) : words(call, at + 1));
    }
    return calls;
  }

  private static String words(Call call, Object text) {
    String what = text instanceof MarketEvent event ? event.toString() : (String) text;
    return call.name().toLowerCase(Locale.ROOT) + ": " + what.replaceAll("\\p{Cntrl}", "?");
  }

  private String words(Call call, int at) {
    String name = names.get((int) words[at]);
    return switch (call) {
      case TARGET_WEIGHT ->
          "order for " + name + ": target weight " + number(at + 1) + fill(at + 2);
      case TARGET_SHARES ->
          "order for " + name + ": target shares " + number(at + 1) + fill(at + 2);
      case SUBMIT -> "order for " + name + ": " + order(at);
      case CANCEL -> "cancellation of the order for " + name + fill(at + 1);
      case PROTECT ->
          "protection of "
              + name
              + ": stop-loss "
              + number(at + 1)
              + (words[at + 2] == 0 ? "" : " trailing")
              + ", take-profit "
              + number(at + 3);
      default -> "value of " + name + ": " + number(at + 1) + " USD";
    };
  }

  private String order(int at) {
    SizeType type = SizeType.values()[(int) words[at + 1]];
    double trigger = number(at + 4);
    boolean stays = TimeInForce.values()[(int) words[at + 5]] != TimeInForce.DAY;
    return type.name().toLowerCase(Locale.ROOT).replace('_', ' ')
        + " "
        + number(at + 2)
        + fill(at + 3)
        + (Double.isNaN(trigger) ? "" : " " + trigger)
        + (stays ? " good till cancelled" : "")
        + (words[at + 6] == 0 ? "" : " on its own terms or costs");
  }

  private double number(int at) {
    return Double.longBitsToDouble(words[at]);
  }

  private String fill(int at) {
    return " at " + FillAt.values()[(int) words[at]];
  }

  private void text(Call call, Object text) {
    call(call, 0);
    texts.add(text);
  }

  private void call(Call call, int values) {
    if (count + 1 + values > words.length) {
      words = Arrays.copyOf(words, 2 * words.length + values);
    }
    words[count++] = call.ordinal() | (long) values << 8;
  }

  private void put(long word) {
    words[count++] = word;
  }

  private void put(double value) {
    words[count++] = Double.doubleToRawLongBits(value);
  }

  /** Passes calls on and notes them. */
  private final class Sheet implements OrderSheet {
    private final OrderSheet sheet;

    Sheet(OrderSheet sheet) {
      this.sheet = sheet;
    }

    @Override
    public void targetWeight(int instrument, double weight, FillAt at) {
      sheet.targetWeight(instrument, weight, at);
      target(Call.TARGET_WEIGHT, instrument, weight, at);
    }

    @Override
    public void targetShares(int instrument, double shares, FillAt at) {
      sheet.targetShares(instrument, shares, at);
      target(Call.TARGET_SHARES, instrument, shares, at);
    }

    private void target(Call call, int instrument, double size, FillAt at) {
      call(call, 3);
      put((long) instrument);
      put(size);
      put((long) at.ordinal());
    }

    @Override
    public void submit(Order order) {
      sheet.submit(order);
      call(
          Call.SUBMIT,
          7
              + 6 * order.terms().stream().mapToInt(t -> 1).sum()
              + 3 * order.costs().stream().mapToInt(c -> 1).sum());
      put((long) order.instrument());
      put((long) order.sizeType().ordinal());
      put(order.size());
      put((long) order.at().ordinal());
      put(order.triggerUsd());
      put((long) order.timeInForce().ordinal());
      put((order.terms().isPresent() ? 1L : 0) + (order.costs().isPresent() ? 2 : 0));
      order.terms().ifPresent(this::put6);
      order.costs().ifPresent(this::put3);
    }

    private void put6(OrderTerms terms) {
      put((long) terms.direction().ordinal());
      put(terms.minShares());
      put(terms.maxShares());
      put(terms.lotShares());
      put(terms.partialFills() ? 1L : 0);
      put(terms.lockProceeds() ? 1L : 0);
    }

    private void put3(OrderCosts costs) {
      put(costs.feeFraction());
      put(costs.fixedFeeUsd());
      put(costs.slippageFraction());
    }

    @Override
    public void cancel(int instrument, FillAt at) {
      sheet.cancel(instrument, at);
      call(Call.CANCEL, 2);
      put((long) instrument);
      put((long) at.ordinal());
    }

    @Override
    public void protect(int instrument, Protection protection) {
      sheet.protect(instrument, protection);
      call(Call.PROTECT, 4);
      put((long) instrument);
      put(protection.stopLoss());
      put(protection.trailing() ? 1L : 0);
      put(protection.takeProfit());
    }

    @Override
    public void value(int instrument, double priceUsd) {
      sheet.value(instrument, priceUsd);
      call(Call.VALUE, 2);
      put((long) instrument);
      put(priceUsd);
    }

    @Override
    public void note(String text) {
      sheet.note(text);
      text(Call.NOTE, text);
    }

    @Override
    public void note(RunFinding.Kind kind, String text) {
      sheet.note(kind, text);
      text(Call.NOTE, text);
    }

    @Override
    public void event(MarketEvent event) {
      sheet.event(event);
      text(Call.EVENT, event);
    }
  }
}
