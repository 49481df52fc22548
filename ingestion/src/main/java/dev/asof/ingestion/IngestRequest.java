package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file to ingest, and what is said about it beside its content.
 *
 * @param dataset what the file holds
 * @param file where it lies
 * @param format the format that it is in, for example {@code bars-csv}; found out when not given
 * @param tag name for the state of the table that has this file in it
 * @param fund whose holdings the file holds, for example {@code IVV}; letters, digits, {@code .},
 *     {@code _} and {@code -}, at most 32
 * @param exchange where the file's quotes are from, for example {@code BINANCE}; as a fund's name
 * @param index whose members or changes the file lists, for example {@code S&P 500}; at most 100
 *     printable characters
 * @param knownAt when the world could know the file's rows, for files that don't say it or say it
 *     wrong; then it is the {@code known_at} of every row that the file adds or changes, and may
 *     not be before the row's own time (a bar's close, a filing's acceptance, a period's end, the
 *     first and the last day of a listing); of changes of an index, of those without an
 *     announcement alone
 * @param unknownAnnouncement what becomes of changes of an index whose announcement is blank
 * @param reason why the file is brought, in the words of whoever does; goes into the snapshot; at
 *     most 500 printable characters
 * @param effect what the file's rows do
 * @param now the present: what lies after it is from the future and refused
 */
public record IngestRequest(
    Dataset dataset,
    FileSource file,
    Optional<String> format,
    Optional<PointInTime.Tag> tag,
    Optional<String> fund,
    Optional<String> index,
    Optional<String> exchange,
    Optional<Instant> knownAt,
    Optional<UnknownAnnouncement> unknownAnnouncement,
    Optional<String> reason,
    Effect effect,
    Instant now) {
  private static final int MAX_REASON_CHARS = 500;
  private static final int MAX_INDEX_CHARS = 100;
  private static final Pattern SHORT_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");

  /** What the rows of a file do to their table. */
  public enum Effect {
    /** They are added, or take the place of those with the same keys. */
    MERGE,
    /** They are keys of rows that are removed. */
    DELETE
  }

  /**
   * Checks what can be checked without the file.
   *
   * @throws AsOfException with {@link ErrorCode#USAGE}
   */
  public IngestRequest {
    Objects.requireNonNull(file);
    Objects.requireNonNull(format);
    Objects.requireNonNull(tag);
    Objects.requireNonNull(exchange);
    if (fund.isPresent() && dataset != Dataset.FUND_HOLDINGS) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Cannot use --fund with "
              + dataset.id()
              + ": only "
              + Dataset.FUND_HOLDINGS.id()
              + " speak for a fund");
    }
    if (fund.isPresent() && !isShortName(fund.get())) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Invalid --fund "
              + OneLine.quoted(fund.get())
              + ": expected letters, digits, '.', '_' or '-', at most 32, for example IVV");
    }
    if (index.isPresent() && dataset != Dataset.INDEX_MEMBERS && dataset != Dataset.INDEX_CHANGES) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Cannot use --index with "
              + dataset.id()
              + ": only "
              + Dataset.INDEX_MEMBERS.id()
              + " and "
              + Dataset.INDEX_CHANGES.id()
              + " speak about an index");
    }
    index = index.map(KeyText::normal);
    if (index.isPresent() && !isIndex(index.get())) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Invalid --index "
              + OneLine.quoted(index.get())
              + ": expected 1 to "
              + MAX_INDEX_CHARS
              + " printable characters without blanks around them, for example 'S&P 500'");
    }
    if (exchange.isPresent() && dataset != Dataset.TOP_OF_BOOK) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Cannot use --exchange with "
              + dataset.id()
              + ": only "
              + Dataset.TOP_OF_BOOK.id()
              + " comes from an exchange");
    }
    if (exchange.isPresent() && !isShortName(exchange.get())) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Invalid --exchange "
              + OneLine.quoted(exchange.get())
              + ": expected letters, digits, '.', '_' or '-', at most 32, for example BINANCE");
    }
    if (unknownAnnouncement.isPresent() && dataset != Dataset.INDEX_CHANGES) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Cannot use --unknown-announcement with "
              + dataset.id()
              + ": only "
              + Dataset.INDEX_CHANGES.id()
              + " are announced");
    }
    if (reason.isPresent() && !isPrintable(reason.get(), MAX_REASON_CHARS)) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Invalid --reason "
              + OneLine.quoted(reason.get())
              + ": expected 1 to "
              + MAX_REASON_CHARS
              + " printable characters without blanks around them");
    }
    if (effect == Effect.DELETE && reason.isEmpty()) {
      throw new AsOfException(
          ErrorCode.USAGE, "Cannot use --delete without --reason: rows that go need a reason");
    }
    if (effect == Effect.DELETE && format.isPresent()) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Cannot use --read-as with --delete: keys are CSV with the columns of the key");
    }
    if (knownAt.isPresent() && knownAt.get().isAfter(now)) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Invalid --known-at " + knownAt.get() + ": it is in the future; now is " + now);
    }
  }

  /** A file of which nothing is said beside its content. */
  public static IngestRequest of(Dataset dataset, FileSource file, Instant now) {
    return new IngestRequest(
        dataset,
        file,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Effect.MERGE,
        now);
  }

  /** The same on this machine. */
  public static IngestRequest of(Dataset dataset, Path file, Instant now) {
    return of(dataset, FileSource.local(file), now);
  }

  /** The same in this format. */
  public IngestRequest withFormat(Optional<String> format) {
    return new IngestRequest(
        dataset,
        file,
        format,
        tag,
        fund,
        index,
        exchange,
        knownAt,
        unknownAnnouncement,
        reason,
        effect,
        now);
  }

  /** The same with this tag. */
  public IngestRequest withTag(Optional<PointInTime.Tag> tag) {
    return new IngestRequest(
        dataset,
        file,
        format,
        tag,
        fund,
        index,
        exchange,
        knownAt,
        unknownAnnouncement,
        reason,
        effect,
        now);
  }

  /** The same for this fund. */
  public IngestRequest withFund(Optional<String> fund) {
    return new IngestRequest(
        dataset,
        file,
        format,
        tag,
        fund,
        index,
        exchange,
        knownAt,
        unknownAnnouncement,
        reason,
        effect,
        now);
  }

  /** The same for this index. */
  public IngestRequest withIndex(Optional<String> index) {
    return new IngestRequest(
        dataset,
        file,
        format,
        tag,
        fund,
        index,
        exchange,
        knownAt,
        unknownAnnouncement,
        reason,
        effect,
        now);
  }

  /** The same, known since then. */
  public IngestRequest withKnownAt(Optional<Instant> knownAt) {
    return new IngestRequest(
        dataset,
        file,
        format,
        tag,
        fund,
        index,
        exchange,
        knownAt,
        unknownAnnouncement,
        reason,
        effect,
        now);
  }

  /** The same with this rule for announcements that the file doesn't tell. */
  public IngestRequest withUnknownAnnouncement(Optional<UnknownAnnouncement> unknownAnnouncement) {
    return new IngestRequest(
        dataset,
        file,
        format,
        tag,
        fund,
        index,
        exchange,
        knownAt,
        unknownAnnouncement,
        reason,
        effect,
        now);
  }

  /** The same from this exchange. */
  public IngestRequest withExchange(Optional<String> exchange) {
    return new IngestRequest(
        dataset,
        file,
        format,
        tag,
        fund,
        index,
        exchange,
        knownAt,
        unknownAnnouncement,
        reason,
        effect,
        now);
  }

  /** The same for this reason. */
  public IngestRequest withReason(Optional<String> reason) {
    return new IngestRequest(
        dataset,
        file,
        format,
        tag,
        fund,
        index,
        exchange,
        knownAt,
        unknownAnnouncement,
        reason,
        effect,
        now);
  }

  /** The same with this effect. */
  public IngestRequest withEffect(Effect effect) {
    return new IngestRequest(
        dataset,
        file,
        format,
        tag,
        fund,
        index,
        exchange,
        knownAt,
        unknownAnnouncement,
        reason,
        effect,
        now);
  }

  /** The same at another present. */
  public IngestRequest withNow(Instant now) {
    return new IngestRequest(
        dataset,
        file,
        format,
        tag,
        fund,
        index,
        exchange,
        knownAt,
        unknownAnnouncement,
        reason,
        effect,
        now);
  }

  private static boolean isIndex(String text) {
    return isPrintable(text, MAX_INDEX_CHARS) && KeyText.problem(text).isEmpty();
  }

  /** What checks the rows of the file. */
  RowReader reader(Intake intake) {
    return effect == Effect.DELETE ? new KeyRows(intake, dataset) : dataset.reader(intake);
  }

  private static boolean isPrintable(String text, int most) {
    return !text.isEmpty()
        && text.length() <= most
        && text.equals(text.strip())
        && text.chars().noneMatch(c -> OneLine.isUnprintable((char) c));
  }

  static boolean isShortName(String text) {
    return SHORT_NAME.matcher(text).matches();
  }
}
