package dev.asof.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** A process that spark-submit started, which hands its settings over as properties of Java. */
class SubmittedSparkTest {
  @Test
  void theMasterAndTheDriversAddressAreThoseOfSparkSubmit() {
    Map<String, String> submitted =
        Map.of(
            "spark.master", "local[1]",
            "spark.driver.host", "localhost",
            "spark.ui.enabled", "false");
    submitted.forEach(System::setProperty);
    try (SparkLocal spark = new SparkLocal("asof", "market", Map.of("type", "hadoop"))) {
      SparkSession session = spark.sessionFor(1);

      assertThat(session.sparkContext().master()).isEqualTo("local[1]");
      assertThat(session.sparkContext().getConf().get("spark.driver.host")).isEqualTo("localhost");
    } finally {
      submitted.keySet().forEach(System::clearProperty);
    }
  }
}
