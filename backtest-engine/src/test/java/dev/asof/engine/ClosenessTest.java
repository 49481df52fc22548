package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClosenessTest {

  @Test
  void valuesAreCloseWithinABillionthOfTheLargerOrWithin1e12() {
    assertThat(Closeness.isClose(1e9, 1e9 + 1)).isTrue();
    assertThat(Closeness.isClose(1e9, 1e9 + 1.1)).isFalse();
    assertThat(Closeness.isClose(1e-13, -1e-13)).isTrue();
    assertThat(Closeness.isClose(0, 1.1e-12)).isFalse();
  }

  @Test
  void nothingIsCloseToInfinityOrNaN() {
    double infinite = Double.POSITIVE_INFINITY;
    assertThat(Closeness.isClose(infinite, infinite)).isFalse();
    assertThat(Closeness.isClose(1, infinite)).isFalse();
    assertThat(Closeness.isClose(Double.NaN, Double.NaN)).isFalse();
    assertThat(Closeness.isLess(1, infinite)).isTrue();
    assertThat(Closeness.isLessOrClose(infinite, infinite)).isFalse();
  }

  @Test
  void aSumOfWhatCancelsIsExactlyZero() {
    assertThat(Closeness.add(1e9, -(1e9 + 1))).isZero();
    assertThat(Closeness.add(1e9, -(1e9 + 2))).isEqualTo(-2);
    assertThat(Closeness.add(1, 2)).isEqualTo(3);
    assertThat(Closeness.add(3e-13, 4e-13)).isZero();
  }

  @Test
  void closeIsNeitherLessNorMore() {
    assertThat(Closeness.isLess(1e9, 1e9 + 1)).isFalse();
    assertThat(Closeness.isLess(1e9, 1e9 + 2)).isTrue();
    assertThat(Closeness.isLessOrClose(1e9 + 1, 1e9)).isTrue();
    assertThat(Closeness.isLessOrClose(1e9 + 2, 1e9)).isFalse();
  }
}
