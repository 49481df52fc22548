package dev.asof.catalog;

import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Tells {@link ServerWaits} of each request to AWS, and names the request in what it throws. */
final class AwsCalls implements ExecutionInterceptor {
  private final Duration timeout;

  AwsCalls(Duration timeout) {
    this.timeout = timeout;
  }

  /** The request as it is waited for. */
  static final ExecutionAttribute<ServerWaits.Wait> WAIT =
      new ExecutionAttribute<>("dev.asof.catalog.wait");

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    attributes.putAttribute(WAIT, ServerWaits.begin(text(context.request(), attributes), timeout));
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    end(attributes);
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    end(attributes);
  }

  @Override
  public Throwable modifyException(
      Context.FailedExecution context, ExecutionAttributes attributes) {
    Throwable thrown = context.exception();
    if (RequestNote.of(thrown).isEmpty()) {
      thrown.addSuppressed(new RequestNote(text(context.request(), attributes)));
    }
    return thrown;
  }

  private static void end(ExecutionAttributes attributes) {
    Optional.ofNullable(attributes.getAttribute(WAIT)).ifPresent(ServerWaits.Wait::close);
  }

  /** The operation with the object that it concerns. */
  private static String text(SdkRequest request, ExecutionAttributes attributes) {
    String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    return request
        .getValueForField("Bucket", String.class)
        .map(
            bucket ->
                operation
                    + " s3://"
                    + bucket
                    + request
                        .getValueForField("Key", String.class)
                        .map(key -> "/" + key)
                        .orElse(""))
        .orElse(attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME) + " " + operation);
  }
}
