package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.jobs.submit.LogFile;
import dev.asof.jobs.submit.LogFile.Channel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is new in files that grow, or are replaced. */
class LogPrinterTest {
  private static final String POD = "spark/spark-driver/";

  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final LogPrinter printer = new LogPrinter(stream(out), stream(err));
  private int versions;

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, false, StandardCharsets.UTF_8);
  }

  private LogFile file(String path, Channel channel, byte[] content) {
    versions++;
    return new LogFile(
        Optional.of(path).filter(named -> !named.isEmpty()),
        channel,
        Integer.toString(versions),
        () -> new ByteArrayInputStream(content));
  }

  private LogFile file(String path, Channel channel, String text) {
    return file(path, channel, text.getBytes(StandardCharsets.UTF_8));
  }

  private LogFile output(String text) {
    return file("", Channel.OUTPUT, text);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void charactersAreWholeWhereverAReadingEnds() {
    String text = "a\u00e9\u20ac\ud83d\ude00z";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length <= bytes.length; length++) {
      printer.print(List.of(file("", Channel.OUTPUT, Arrays.copyOf(bytes, length))));
      assertThat(text).startsWith(out());
    }
    assertThat(out()).isEqualTo(text);
  }

  @Test
  void halfACharacterAtTheEndOfAllIsShownAsSuch() {
    LogFile cut = file("", Channel.OUTPUT, new byte[] {'a', (byte) 0xe2, (byte) 0x82});
    printer.print(List.of(cut));
    assertThat(out()).isEqualTo("a");
    printer.printLast(List.of(cut));
    assertThat(out()).isEqualTo("a\ufffd");
  }

  @Test
  void aLongLogIsPrintedWholeAndThenGoesOn() {
    String text = "0123456789\u20ac".repeat(10_000);
    printer.print(List.of(output(text)));
    printer.print(List.of(output(text + "more")));
    assertThat(out()).isEqualTo(text + "more");
    assertThat(err()).isEmpty();
  }

  @Test
  void aShorterLogBeginsAgainAndThatIsSaid() {
    printer.print(List.of(output("one\ntwo\n")));
    printer.print(List.of(output("one\n")));
    printer.print(List.of(output("one\nthree\n")));
    assertThat(out()).isEqualTo("one\ntwo\none\nthree\n");
    assertThat(err())
        .isEqualTo(
            "warning: another output of the command has taken the place of the one that was"
                + " printed; it follows from its beginning\n");
  }

  @Test
  void aFileThatWasCutBeginsAgain() throws IOException {
    Path file = Files.createTempFile(folder, "log", ".txt");
    for (String text : List.of("one\n".repeat(5_000), "two\n", "two\nthree\n")) {
      Files.writeString(file, text);
      versions++;
      printer.print(
          List.of(
              new LogFile(
                  Optional.empty(),
                  Channel.OUTPUT,
                  Integer.toString(versions),
                  () -> Files.newInputStream(file))));
    }
    assertThat(out()).isEqualTo("one\n".repeat(5_000) + "two\nthree\n");
    assertThat(err()).startsWith("warning: another output of the command");
  }

  @Test
  void aLongerLogOfAnotherTextBeginsAgain() {
    printer.print(List.of(output("one\n")));
    printer.print(List.of(output("two\nthree\n")));
    assertThat(out()).isEqualTo("one\ntwo\nthree\n");
    assertThat(err()).startsWith("warning: another output of the command");
  }

  @Test
  void anUnchangedFileIsNotOpened() {
    LogFile once = output("one\n");
    printer.print(List.of(once));
    printer.print(
        List.of(
            new LogFile(
                Optional.empty(),
                Channel.OUTPUT,
                once.version(),
                () -> {
                  throw new IOException("opened");
                })));
    assertThat(out()).isEqualTo("one\n");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    LogFile broken =
        new LogFile(
            Optional.of(POD + "stdout.gz"),
            Channel.OUTPUT,
            "1",
            () -> {
              throw new IOException("Not in GZIP format");
            });
    assertThatThrownBy(() -> printer.print(List.of(broken)))
        .isInstanceOf(AsOfException.class)
        .hasMessage(
            "Cannot read spark/spark-driver/stdout.gz: java.io.IOException: Not in GZIP format");
  }

  @Test
  void aNameStandsOnALineOfItsOwn() {
    printer.print(
        List.of(
            file(POD + "stderr.gz", Channel.ERRORS, "half a li"),
            file(POD + "stdout.gz", Channel.OUTPUT, "one\n")));
    printer.print(List.of(file(POD + "stdout.gz", Channel.OUTPUT, "one\ntwo\n")));
    assertThat(out())
        .isEqualTo(
            """
            --- spark/spark-driver/stderr.gz
            half a li
            --- spark/spark-driver/stdout.gz
            one
            two
            """);
  }

  @Test
  void whatTheDriversLogHasShownOfTheCommandIsNotPrintedAgain() {
    printer.print(List.of(file(POD + "stdout.gz", Channel.OUTPUT, "one\n")));
    printer.printLast(List.of(output("one\ntwo\n")));
    assertThat(out())
        .isEqualTo("--- spark/spark-driver/stdout.gz\none\n--- output of the command\ntwo\n");
  }

  @Test
  void aDriversLogOfMoreThanTheCommandPrintedIsNoBeginningOfIt() {
    printer.print(List.of(file(POD + "stdout.gz", Channel.OUTPUT, "hello\none\n")));
    printer.printLast(List.of(output("one\ntwo\n"), file("", Channel.ERRORS, "hello\none\n")));
    assertThat(out())
        .isEqualTo(
            """
            --- spark/spark-driver/stdout.gz
            hello
            one
            --- output of the command
            one
            two
            --- errors of the command
            hello
            one
            """);
    assertThat(err()).isEmpty();
  }
}
