package dev.asof.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.client.TransportClientFactory;
import org.apache.spark.network.server.NoOpRpcHandler;
import org.apache.spark.network.util.MapConfigProvider;
import org.apache.spark.network.util.TransportConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What another user of the machine, who reaches the loopback too, gets from the ports of Spark. */
class DriverPortsTest {
  private static SparkLocal spark;
  private static SparkSession session;

  @BeforeAll
  static void start() {
    spark = new SparkLocal("asof", "market", Map.of("type", "hadoop"));
    session = spark.sessionFor(1);
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  @Test
  void whoDoesNotKnowTheSecretIsNotHeardByTheDriver() throws Exception {
    assertNotHeard(Integer.parseInt(SparkEnv.get().conf().get("spark.driver.port")));
  }

  @Test
  void whoDoesNotKnowTheSecretGetsNoBlock() throws Exception {
    assertNotHeard(SparkEnv.get().blockManager().blockManagerId().port());
  }

  private static void assertNotHeard(int port) throws Exception {
    TransportConf conf = new TransportConf("rpc", new MapConfigProvider(Map.of()));
    try (TransportContext context = new TransportContext(conf, new NoOpRpcHandler());
        TransportClientFactory clients = context.createClientFactory();
        TransportClient client = clients.createClient("127.0.0.1", port)) {
      ByteBuffer message = ByteBuffer.wrap("read me".getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(() -> client.sendRpcSync(message, 10_000))
          .hasMessageContaining("Expected SaslMessage");
    }
  }

  @Test
  void theSecretIsInNoSetting() {
    assertThat(session.sparkContext().getConf().contains("spark.authenticate.secret")).isFalse();
    assertThat(SparkEnv.get().securityManager().isAuthenticationEnabled()).isTrue();
    String secret = SparkEnv.get().securityManager().getSecretKey();

    assertThat(secret).hasSizeGreaterThanOrEqualTo(32);
    assertThat(session.sparkContext().getConf().toDebugString()).doesNotContain(secret);
    assertThat(System.getProperties().toString()).doesNotContain(secret);
    assertThat(System.getenv().toString()).doesNotContain(secret);
    assertThat(ProcessHandle.current().info().toString()).doesNotContain(secret);
  }
}
