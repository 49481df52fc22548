package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.Bars;
import dev.asof.api.CorporateAction;
import dev.asof.api.DataRef;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import dev.asof.api.RevealedFact;
import dev.asof.api.RunFinding;
import dev.asof.catalog.FactRead;
import dev.asof.catalog.Lake;
import dev.asof.catalog.TableDefinition;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the corporate actions of a run, or tells that they are left out. Unless a definition says
 * yes or no, they are read where the lake has any of the universe at the definition's point in
 * time: at the point of the table, or where only other tables have one, at that of the daily bars.
 */
final class ActionsReader {
  private static final TableDefinition TABLE = TableDefinition.CORPORATE_ACTIONS;
  private static final int NAMED = 3;

  /**
   * What was read.
   *
   * @param lasting actions that change holdings: as the latest version has them
   * @param facts the same as strategies see them, with those that a timeline withdrew
   * @param versions what exactly was read; empty when nothing was
   * @param findings what a reader has to know of what was not read
   */
  record Read(
      List<CorporateAction> lasting,
      List<RevealedFact> facts,
      List<DataRef> versions,
      List<RunFinding> findings) {
    private static final Read NOTHING = new Read(List.of(), List.of(), List.of(), List.of());

    private static Read finding(String text) {
      return new Read(
          List.of(),
          List.of(),
          List.of(),
          List.of(RunFinding.ofInputs(RunFinding.Kind.ACTIONS_UNREAD, text)));
    }
  }

  private final Definition definition;
  private final Lake lake;
  private final Bars bars;
  private final Optional<Instruments> instruments;

  private ActionsReader(
      Definition definition, Lake lake, Bars bars, Optional<Instruments> instruments) {
    this.definition = definition;
    this.lake = lake;
    this.bars = bars;
    this.instruments = instruments;
  }

  /**
   * Reads the actions of a definition.
   *
   * @param bars the bars of its universe
   * @throws AsOfException what reading the lake throws, where the definition asks for actions
   */
  static Read read(Definition definition, Lake lake, Bars bars, Optional<Instruments> instruments) {
    return new ActionsReader(definition, lake, bars, instruments).read();
  }

  private Read read() {
    return switch (definition.data().actions()) {
      case READ -> named(lake.facts(TABLE, definition.data().at(TABLE)));
      case READ_IF_THERE -> readIfThere();
      case LEAVE_OUT -> leaveOut();
    };
  }

  private Read readIfThere() {
    Optional<FactRead> there;
    try {
      there = find();
    } catch (AsOfException elsewhere) {
      if (elsewhere.code() != ErrorCode.TAG_MISSING) {
        throw elsewhere;
      }
      return Read.finding(
          "The lake has corporate actions, but none as of "
              + point()
              + ", so that splits, dividends and delistings are not part of the runs. Load them as"
              + " of that point (asof lake ingest corporate-actions FILE --tag NAME), name another"
              + " one (data.asOf.corporate_actions), or say data.corporateActions: false.");
    }
    if (there.isEmpty()) {
      return Read.NOTHING;
    }
    Read read = named(there.get());
    return concerned(read).isEmpty() ? Read.NOTHING : read;
  }

  private Read leaveOut() {
    List<CorporateAction> unread;
    try {
      Optional<FactRead> there = find();
      if (there.isEmpty()) {
        return Read.NOTHING;
      }
      unread = concerned(named(there.get()));
    } catch (AsOfException elsewhere) {
      if (elsewhere.code() != ErrorCode.TAG_MISSING) {
        throw elsewhere;
      }
      return Read.NOTHING;
    }
    return unread.isEmpty() ? Read.NOTHING : Read.finding(leftOut(unread));
  }

  private static String leftOut(List<CorporateAction> unread) {
    long splits =
        unread.stream().filter(action -> action instanceof CorporateAction.UnitChange).count();
    long dividends =
        unread.stream().filter(action -> action instanceof CorporateAction.CashDividend).count();
    long others = unread.size() - splits - dividends;
    List<CorporateAction> gravest =
        unread.stream()
            .sorted(Comparator.comparing(action -> action instanceof CorporateAction.CashDividend))
            .limit(NAMED)
            .toList();
    return "The definition leaves corporate actions out (data.corporateActions: false): "
        + counted(splits, "split")
        + ", "
        + counted(dividends, "dividend")
        + " and "
        + counted(others, "other action")
        + " of the universe within the sessions are not part of the runs, so that a split counts"
        + " as a gain or loss: "
        + gravest.stream()
            .map(action -> FactLine.of(action).text())
            .collect(Collectors.joining("; "))
        + (unread.size() > NAMED ? " and others." : ".");
  }

  private static String counted(long count, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
  }

  /** The facts of the table at the definition's point; empty when the table holds nothing. */
  private Optional<FactRead> find() {
    try {
      return Optional.of(lake.facts(TABLE, point()));
    } catch (AsOfException missing) {
      if (missing.code() != ErrorCode.TABLE_MISSING) {
        throw missing;
      }
      return Optional.empty();
    }
  }

  private PointInTime point() {
    PointInTime own = definition.data().at(TABLE);
    return own != null ? own : definition.data().at(TableDefinition.DAILY_BARS);
  }

  /** The facts by instrument, where the definition names instruments. */
  private Read named(FactRead read) {
    List<CorporateAction> lasting = new ArrayList<>();
    List<RevealedFact> facts = new ArrayList<>();
    for (RevealedFact revealed : read.facts()) {
      Optional<CorporateAction> action = own((CorporateAction) revealed.fact());
      if (action.isPresent()) {
        facts.add(
            new RevealedFact(
                action.get(), revealed.visibleFrom(), revealed.visibleUntil(), revealed.table()));
        if (revealed.visibleUntil().isEmpty()) {
          lasting.add(action.get());
        }
      }
    }
    return new Read(lasting, facts, read.versions(), List.of());
  }

  private Optional<CorporateAction> own(CorporateAction action) {
    return instruments.isPresent() ? instruments.get().translate(action) : Optional.of(action);
  }

  /** The lasting actions of the universe and the benchmark within the sessions of the bars. */
  private List<CorporateAction> concerned(Read read) {
    if (bars.sessions() == 0) {
      return List.of();
    }
    Set<String> symbols = new HashSet<>(bars.symbols());
    definition.benchmark().ifPresent(symbols::add);
    LocalDate first = bars.session(0);
    LocalDate last = bars.session(bars.sessions() - 1);
    return read.lasting().stream()
        .filter(action -> symbols.contains(action.symbol()))
        .filter(action -> action.exDate().isAfter(first) && !action.exDate().isAfter(last))
        .toList();
  }
}
