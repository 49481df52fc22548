package dev.asof.catalog;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.xml.stream.XMLStreamException;
import org.apache.iceberg.aws.AwsClientFactories;
import org.apache.iceberg.aws.AwsClientFactory;
import org.apache.iceberg.aws.AwsClientProperties;
import org.apache.iceberg.aws.AwsProperties;
import org.apache.iceberg.aws.HttpClientProperties;
import org.apache.iceberg.aws.s3.S3FileIOProperties;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.core.retry.RetryPolicyContext;
import software.amazon.awssdk.core.retry.backoff.BackoffStrategy;
import software.amazon.awssdk.core.retry.backoff.EqualJitterBackoffStrategy;
import software.amazon.awssdk.core.retry.conditions.RetryCondition;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Iceberg's clients of S3 and Glue, but with an end: a request that fails is repeated for two
 * thirds of the place's timeout, and an attempt waits for the next byte for one third, so that all
 * of it is over when the timeout is. Iceberg's own would repeat for a quarter of an hour. A large
 * upload that makes progress may take ten times as long. Iceberg and Spark load this class by name.
 */
// The strategies that replace retry policies decide by the exception alone and know no elapsed
// time.
@SuppressWarnings("deprecation")
public final class AwsClients implements AwsClientFactory {
  private static final long serialVersionUID = 1L;
  private static final Duration LEAST_PAUSE = Duration.ofMillis(200);
  private static final Duration MOST_PAUSE = Duration.ofSeconds(5);
  private static final int UPLOAD_FACTOR = 10;

  private Map<String, String> properties = Map.of();

  /** For Iceberg, which loads it by name. */
  public AwsClients() {}

  /** What Iceberg needs to use these clients, by Iceberg's keys. */
  static void addTo(Map<String, String> options, Duration timeout) {
    String attempt = Long.toString(Timeout.attempt(timeout).toMillis());
    options.put("client.factory", AwsClients.class.getName());
    options.put(HttpClientProperties.APACHE_SOCKET_TIMEOUT_MS, attempt);
    options.put(HttpClientProperties.APACHE_CONNECTION_TIMEOUT_MS, attempt);
    options.put(HttpClientProperties.APACHE_CONNECTION_ACQUISITION_TIMEOUT_MS, attempt);
  }

  @Override
  public void initialize(Map<String, String> given) {
    properties = new TreeMap<>(given);
  }

  @Override
  public S3Client s3() {
    AwsClientProperties client = new AwsClientProperties(properties);
    S3FileIOProperties s3 = new S3FileIOProperties(properties);
    return S3Client.builder()
        .applyMutation(client::applyClientRegionConfiguration)
        .applyMutation(client::applyLegacyMd5Plugin)
        .applyMutation(new HttpClientProperties(properties)::applyHttpClientConfigurations)
        .applyMutation(s3::applyEndpointConfigurations)
        .applyMutation(s3::applyServiceConfigurations)
        .applyMutation(builder -> s3.applyCredentialConfigurations(client, builder))
        .applyMutation(s3::applySignerConfiguration)
        .applyMutation(s3::applyS3AccessGrantsConfigurations)
        .applyMutation(s3::applyUserAgentConfigurations)
        .applyMutation(
            builder ->
                bound(builder.overrideConfiguration().toBuilder(), builder::overrideConfiguration))
        .build();
  }

  @Override
  public GlueClient glue() {
    AwsClientProperties client = new AwsClientProperties(properties);
    return GlueClient.builder()
        .applyMutation(client::applyClientRegionConfiguration)
        .applyMutation(new HttpClientProperties(properties)::applyHttpClientConfigurations)
        .applyMutation(new AwsProperties(properties)::applyGlueEndpointConfigurations)
        .applyMutation(client::applyClientCredentialConfigurations)
        .applyMutation(
            builder ->
                bound(builder.overrideConfiguration().toBuilder(), builder::overrideConfiguration))
        .build();
  }

  @Override
  public S3AsyncClient s3Async() {
    return ofIceberg().s3Async();
  }

  @Override
  public KmsClient kms() {
    return ofIceberg().kms();
  }

  @Override
  public DynamoDbClient dynamo() {
    return ofIceberg().dynamo();
  }

  private AwsClientFactory ofIceberg() {
    Map<String, String> others = new TreeMap<>(properties);
    others.remove("client.factory");
    return AwsClientFactories.from(others);
  }

  private void bound(
      ClientOverrideConfiguration.Builder configuration,
      Consumer<ClientOverrideConfiguration> setting) {
    Duration timeout = Timeout.of(properties);
    BackoffStrategy pauses =
        EqualJitterBackoffStrategy.builder()
            .baseDelay(LEAST_PAUSE)
            .maxBackoffTime(MOST_PAUSE)
            .build();
    RetryPolicy policy =
        RetryPolicy.builder()
            .numRetries(new S3FileIOProperties(properties).s3RetryNumRetries())
            .backoffStrategy(pauses)
            .throttlingBackoffStrategy(pauses)
            .retryCapacityCondition(null)
            .retryCondition(new InTime(RetryCondition.defaultRetryCondition(), timeout))
            .build();
    setting.accept(
        configuration
            .retryPolicy(policy)
            .apiCallTimeout(timeout.multipliedBy(UPLOAD_FACTOR))
            .addExecutionInterceptor(new AwsCalls(timeout))
            .build());
  }

  /** Lets a request be repeated as long as there is time for another attempt. */
  private record InTime(RetryCondition condition, Duration timeout) implements RetryCondition {
    @Override
    public boolean shouldRetry(RetryPolicyContext context) {
      ServerWaits.Wait wait = context.executionAttributes().getAttribute(AwsCalls.WAIT);
      return (condition.shouldRetry(context) || isCutOff(context.exception()))
          && wait.elapsed().compareTo(Timeout.repeating(timeout)) < 0;
    }

    /** The client takes an answer whose XML breaks off, such as that of a listing, as final. */
    private static boolean isCutOff(SdkException failed) {
      return failed != null && failed.getCause() instanceof XMLStreamException;
    }
  }
}
