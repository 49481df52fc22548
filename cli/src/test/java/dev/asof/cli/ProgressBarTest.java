package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong();
  private final ProgressBar bar =
      new ProgressBar(new PrintStream(terminal, true, StandardCharsets.UTF_8), nanos::get);

  private String printed() {
    String printed = terminal.toString(StandardCharsets.UTF_8);
    terminal.reset();
    return printed;
  }

  @Test
  void itCountsTheRateFromWhatWasStoredBefore() {
    bar.at(1000, 4000);
    assertThat(printed()).isEqualTo("\r[#######.......................] 1,000 of 4,000, starting");
    nanos.set(10_000_000_000L);
    bar.at(2000, 4000);
    assertThat(printed())
        .isEqualTo("\r[###############...............] 2,000 of 4,000, 100 a second, 20 s left");
    nanos.addAndGet(100_000_000L);
    bar.at(2010, 4000);
    assertThat(printed()).isEmpty();
    nanos.set(30_000_000_000L);
    bar.at(4000, 4000);
    assertThat(printed())
        .startsWith("\r[##############################] 4,000 of 4,000, 100 a second, 0 s left");
    bar.clear();
    assertThat(printed().replace(" ", "")).isEqualTo("\r\r");
  }

  @Test
  void timeIsSaidInTwoUnits() {
    assertThat(ProgressBar.duration(59.2)).isEqualTo("1 min 0 s");
    assertThat(ProgressBar.duration(7325)).isEqualTo("2 h 2 min");
  }
}
