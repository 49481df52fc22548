package dev.asof.jobs.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.jobs.sweep.Dimension.Choices;
import dev.asof.jobs.sweep.Dimension.Scale;
import dev.asof.jobs.sweep.Dimension.Span;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class GridTest {
  private static Choices choices(String key, int count) {
    List<String> values = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      values.add(key + n);
    }
    return new Choices(key, values);
  }

  private static Grid grid(GridPart... parts) {
    return Grid.of(List.of(new Grid.Block(List.of(parts))));
  }

  private static List<Map<String, String>> all(Grid grid) {
    List<Map<String, String>> all = new ArrayList<>();
    for (int index = 0; index < grid.size(); index++) {
      all.add(grid.at(index));
    }
    return all;
  }

  @Test
  void ofAProductTheLastKeyVariesFastest() {
    Grid grid =
        grid(
            new GridPart.Product(
                List.of(new Choices("a", List.of("1", "2")), new Choices("b", List.of("x", "y")))));

    assertThat(all(grid))
        .containsExactly(
            Map.of("a", "1", "b", "x"),
            Map.of("a", "1", "b", "y"),
            Map.of("a", "2", "b", "x"),
            Map.of("a", "2", "b", "y"));
  }

  @Test
  void listsThatAreZippedGoSideBySideAndBlocksOneAfterTheOther() {
    Grid.Block zipped =
        new Grid.Block(
            List.of(
                new GridPart.Zip(
                    List.of(
                        new Choices("from", List.of("2020", "2021")),
                        new Choices("to", List.of("2021", "2022"))))));
    Grid.Block other = new Grid.Block(List.of(new GridPart.Product(List.of(choices("c", 1)))));

    assertThat(all(Grid.of(List.of(zipped, other))))
        .containsExactly(
            Map.of("from", "2020", "to", "2021"),
            Map.of("from", "2021", "to", "2022"),
            Map.of("c", "c0"));
    assertThat(Grid.of(List.of(zipped, other)).keys()).containsExactly("from", "to", "c");
  }

  @Test
  void listsOfDifferentLengthsAndRepeatedKeysAreRefused() {
    assertThatThrownBy(() -> new GridPart.Zip(List.of(choices("a", 2), choices("b", 3))))
        .hasMessage("a has 2 values and b 3");
    GridPart part = new GridPart.Product(List.of(choices("a", 2)));
    assertThatThrownBy(() -> grid(part, part)).hasMessage("a varies twice");
    GridPart large = new GridPart.Product(List.of(choices("a", 50_000)));
    GridPart larger = new GridPart.Product(List.of(choices("b", 50_000)));
    assertThatThrownBy(() -> grid(large, larger)).hasMessage("more than 2147483647 scenarios");
  }

  @Property(tries = 200)
  void everyCombinationOfAllPartsStandsOnce(
      @ForAll @Size(min = 1, max = 3) List<@IntRange(min = 1, max = 4) Integer> product,
      @ForAll @IntRange(min = 1, max = 4) int zip,
      @ForAll @IntRange(min = 1, max = 5) int points) {
    List<Choices> dimensions = new ArrayList<>();
    int size = zip * points;
    for (int n = 0; n < product.size(); n++) {
      dimensions.add(choices("p" + n, product.get(n)));
      size *= product.get(n);
    }
    Grid grid =
        grid(
            new GridPart.Product(dimensions),
            new GridPart.Zip(List.of(choices("y", zip), choices("z", zip))),
            GridPart.Sample.random(points, 7, List.of(new Span("s", 0, 1, Scale.LINEAR))));

    assertThat(grid.size()).isEqualTo(size);
    Set<Map<String, String>> different = new HashSet<>(all(grid));
    assertThat(different).hasSize(size);
    assertThat(different)
        .allMatch(texts -> texts.get("y").substring(1).equals(texts.get("z").substring(1)));
  }

  @Property(tries = 100)
  void aLatinHypercubeHasOnePointInEachPartOfEachKey(
      @ForAll @IntRange(min = 1, max = 300) int count, @ForAll long seed) {
    GridPart sample =
        GridPart.Sample.latinHypercube(
            count,
            seed,
            List.of(new Span("x", 0, count, Scale.LINEAR), new Span("y", 0, count, Scale.LINEAR)));
    for (String key : List.of("x", "y")) {
      Set<Integer> parts = new HashSet<>();
      for (Map<String, String> texts : all(grid(sample))) {
        // Six digits are written, so a point may come to lie on the border of its part.
        double value = Double.parseDouble(texts.get(key));
        assertThat(value).isBetween(0.0, (double) count);
        parts.add((int) Math.min(Math.floor(value), count - 1));
      }
      assertThat(parts.size()).isGreaterThanOrEqualTo(count - 1);
    }
  }

  @Property(tries = 50)
  void theSameSeedDrawsTheSamePointsAndAnotherOneOthers(
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE - 1) long seed, @ForAll boolean hypercube) {
    List<List<Map<String, String>>> drawn = new ArrayList<>();
    for (long each : new long[] {seed, seed, seed + 1}) {
      List<Dimension> over =
          List.of(new Span("x", 0.001, 1000, Scale.LOG), new Choices("c", List.of("a", "b", "c")));
      drawn.add(
          all(
              grid(
                  hypercube
                      ? GridPart.Sample.latinHypercube(40, each, over)
                      : GridPart.Sample.random(40, each, over))));
    }
    assertThat(drawn.get(0)).isEqualTo(drawn.get(1)).isNotEqualTo(drawn.get(2));
    for (Map<String, String> texts : drawn.get(0)) {
      assertThat(Double.parseDouble(texts.get("x"))).isBetween(0.001, 1000.0);
    }
  }

  /** From the state 1234567, as Rosetta Code lists them for every language. */
  @Test
  void theGeneratorGivesThePublishedNumbers() {
    SplitMix published = new SplitMix(1234567L);
    assertThat(published.bits(0)).isEqualTo(6457827717110365317L);
    assertThat(published.bits(1)).isEqualTo(3203168211198807973L);
    assertThat(published.bits(2)).isEqualTo(Long.parseUnsignedLong("9817491932198370423"));
    assertThat(published.bits(3)).isEqualTo(4593380528125082431L);
    assertThat(published.bits(4)).isEqualTo(Long.parseUnsignedLong("16408922859458223821"));
  }

  /** The bits are pinned: a row's place in a stored sweep means the same point for ever. */
  @Test
  void thePointsOfASeedStayWhatTheyAre() {
    List<Dimension> over =
        List.of(new Span("x", 0, 1, Scale.LINEAR), new Choices("c", List.of("a", "b", "c")));

    assertThat(all(grid(GridPart.Sample.random(3, 1, over)))).isEqualTo(PINNED_RANDOM);
    assertThat(all(grid(GridPart.Sample.latinHypercube(3, 1, over)))).isEqualTo(PINNED_HYPERCUBE);
  }

  private static final List<Map<String, String>> PINNED_RANDOM =
      List.of(
          Map.of("x", "0.335043", "c", "b"),
          Map.of("x", "0.982509", "c", "a"),
          Map.of("x", "0.339286", "c", "c"));
  private static final List<Map<String, String>> PINNED_HYPERCUBE =
      List.of(
          Map.of("x", "0.778348", "c", "c"),
          Map.of("x", "0.660836", "c", "a"),
          Map.of("x", "0.113095", "c", "b"));

  @Test
  void rangesAddUpAsDecimalsAndDatesByTheirCalendar() {
    assertThat(Steps.of(new BigDecimal("0.1"), new BigDecimal("0.7"), new BigDecimal("0.2")))
        .containsExactly("0.1", "0.3", "0.5", "0.7");
    assertThat(Steps.of(new BigDecimal("-1"), new BigDecimal("10"), new BigDecimal("5")))
        .containsExactly("-1", "4", "9");
    assertThat(Steps.divided(BigDecimal.ONE, new BigDecimal("1000"), 4, Scale.LOG))
        .containsExactly("1", "10", "100", "1000");
    assertThat(
            Steps.of(
                LocalDate.parse("2020-01-31"), LocalDate.parse("2020-04-30"), Period.ofMonths(1)))
        .containsExactly("2020-01-31", "2020-02-29", "2020-03-31", "2020-04-30");
    assertThatThrownBy(() -> Steps.of(BigDecimal.ONE, BigDecimal.TEN, BigDecimal.ZERO))
        .hasMessage("from 1 does not lead to 10 by steps of 0");
    assertThatThrownBy(() -> new Span("x", 0, 1, Scale.LOG))
        .hasMessageContaining("a log scale starts above 0");
    assertThatThrownBy(() -> new Span("x", 1, 1, Scale.LINEAR))
        .hasMessageContaining("from 1.0 is not below to 1.0");
  }

  @Test
  void differentInputsAreFoundWithoutWalkingTheGrid() {
    Grid grid =
        grid(
            new GridPart.Product(List.of(choices("data.asOf", 2), choices("parameters.n", 1000))),
            new GridPart.Zip(
                List.of(
                    new Choices("period.end", List.of("a", "a", "b")), choices("costs.fee", 3))),
            GridPart.Sample.random(100_000, 1, List.of(new Span("x", 0, 1, Scale.LINEAR))));

    List<Map<String, String>> inputs =
        grid.distinct(key -> key.startsWith("data") || key.startsWith("period"), 10);
    assertThat(inputs)
        .extracting(texts -> texts.get("data.asOf") + texts.get("period.end"))
        .containsExactly("data.asOf0a", "data.asOf0b", "data.asOf1a", "data.asOf1b");
    assertThatThrownBy(() -> grid.distinct("parameters.n"::equals, 10))
        .hasMessage("more than 10 different inputs");
    assertThatThrownBy(() -> grid.distinct("x"::equals, 10))
        .hasMessageContaining("x decides what is read");
  }

  @Test
  void groupsOfAnAxisCoverItsValuesInOrder() {
    SweepAxis axis = SweepAxis.of(grid(new GridPart.Product(List.of(choices("a", 40)))), "a");

    assertThat(axis.labels()).hasSize(14).startsWith("a0 \u2013 a2").endsWith("a39");
    assertThat(axis.group(Map.of("a", "a5"))).isEqualTo((byte) 1);
    assertThat(axis.group(Map.of("b", "x"))).isEqualTo(SweepAxis.NONE);
    SweepAxis span =
        SweepAxis.of(
            grid(GridPart.Sample.random(9, 1, List.of(new Span("s", 0, 16, Scale.LINEAR)))), "s");
    assertThat(span.labels()).hasSize(8).startsWith("0 \u2013 2").endsWith("14 \u2013 16");
    assertThat(span.group(Map.of("s", "2"))).isEqualTo((byte) 1);
    assertThat(span.group(Map.of("s", "16"))).isEqualTo((byte) 7);
  }
}
