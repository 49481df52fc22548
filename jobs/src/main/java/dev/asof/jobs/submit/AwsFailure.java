package dev.asof.jobs.submit;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Secret;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.emrcontainers.model.ResourceNotFoundException;
import software.amazon.awssdk.services.emrcontainers.model.ValidationException;

/** What the service said, or didn't, as one line with what to do about it. */
final class AwsFailure {
  static final String NO_CREDENTIALS =
      "there are no credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and"
          + " AWS_SECRET_ACCESS_KEY, or run where a role is given (aws sts get-caller-identity"
          + " shows which)";

  /** The action whose request comes from the target's file. */
  static final String SUBMIT = "submit the job";

  /** How the client tells of attempts before the last, of which only the text is left. */
  private static final String EARLIER = "Request attempt ";

  /** An answer that says that nothing was done, or nobody to answer. */
  private static final Pattern REFUSED =
      Pattern.compile("Status Code: 4\\d\\d|Connection refused|UnknownHost|No route to host");

  private static final int THROTTLED = 429;
  private static final int SERVER = 500;
  private static final Pattern REQUEST = Pattern.compile("\\s*\\((Service: [^)]*)\\).*$");
  private static final Set<String> EXPIRED = Set.of("ExpiredTokenException", "ExpiredToken");
  private static final Set<String> UNRECOGNISED =
      Set.of(
          "UnrecognizedClientException",
          "InvalidSignatureException",
          "IncompleteSignature",
          "InvalidClientTokenId",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "SignatureDoesNotMatch");

  private final EmrEksSettings settings;

  AwsFailure(EmrEksSettings settings) {
    this.settings = settings;
  }

  /**
   * Whether the request may have been carried out although no answer said so: by the last attempt
   * or, since the client repeats a request by itself, by one before it.
   */
  static boolean isUnknown(SdkException thrown) {
    return isLastUnknown(thrown)
        || Arrays.stream(thrown.getSuppressed())
            .map(earlier -> String.valueOf(earlier.getMessage()))
            .filter(said -> said.startsWith(EARLIER))
            .anyMatch(said -> !REFUSED.matcher(said).find());
  }

  private static boolean isLastUnknown(SdkException thrown) {
    if (thrown instanceof AwsServiceException answer) {
      return answer.statusCode() >= SERVER && !isThrottled(answer);
    }
    if (lacksCredentials(thrown)) {
      return false;
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (isUnreachable(cause)) {
        return false;
      }
    }
    return true;
  }

  /** Nobody got the request. */
  private static boolean isUnreachable(Throwable cause) {
    return cause instanceof ConnectException
        || cause instanceof UnknownHostException
        || cause instanceof NoRouteToHostException;
  }

  private static boolean isThrottled(AwsServiceException answer) {
    return answer.statusCode() == THROTTLED || answer.isThrottlingException();
  }

  /** Nobody in AWS's chain had credentials. */
  static boolean lacksCredentials(SdkException thrown) {
    return String.valueOf(thrown.getMessage()).contains("Unable to load credentials");
  }

  /** The error to throw. */
  AsOfException translate(String action, SdkException thrown) {
    if (lacksCredentials(thrown)) {
      return error(ErrorCode.ACCESS_DENIED, action, NO_CREDENTIALS, thrown);
    }
    if (!(thrown instanceof AwsServiceException answer)) {
      return error(
          ErrorCode.JOBS_UNAVAILABLE,
          action,
          "EMR on EKS in " + place() + " doesn't answer: " + reason(root(thrown)),
          thrown);
    }
    String code = code(answer);
    if (EXPIRED.contains(code)) {
      return error(
          ErrorCode.ACCESS_DENIED,
          action,
          "the session of your credentials has expired; log in again (such as aws sso login) and"
              + " repeat the command",
          thrown);
    }
    if (UNRECOGNISED.contains(code)) {
      return error(
          ErrorCode.ACCESS_DENIED,
          action,
          "AWS doesn't know the credentials ("
              + code
              + "); aws sts get-caller-identity shows which are used",
          thrown);
    }
    if (isThrottled(answer)) {
      return error(
          ErrorCode.JOBS_UNAVAILABLE,
          action,
          "EMR on EKS in " + place() + " has too many requests; repeat the command in a minute",
          thrown);
    }
    if (answer.statusCode() == 401 || answer.statusCode() == 403) {
      return error(
          ErrorCode.ACCESS_DENIED,
          action,
          "the caller may not do that: "
              + said(thrown)
              + "; conf/emr-eks/iam/submitter.json has all that it needs",
          thrown);
    }
    if (answer instanceof ResourceNotFoundException) {
      return error(
          ErrorCode.JOB_REFUSED,
          action,
          said(thrown)
              + "; check key jobs.virtualClusterId of "
              + settings.file()
              + ", the region "
              + settings.region()
              + " and the account (aws emr-containers list-virtual-clusters)",
          thrown);
    }
    if (answer instanceof ValidationException || answer.statusCode() < SERVER) {
      return error(
          ErrorCode.JOB_REFUSED,
          action,
          "EMR on EKS refused it: "
              + said(thrown)
              + (action.equals(SUBMIT)
                  ? "; --dry-run shows the request, and the keys below jobs of "
                      + settings.file()
                      + " make it"
                  : ""),
          thrown);
    }
    return error(
        ErrorCode.JOBS_UNAVAILABLE,
        action,
        "EMR on EKS in " + place() + " failed: " + said(thrown) + "; repeat the command",
        thrown);
  }

  private String place() {
    return settings.region()
        + settings.endpoint().map(uri -> " at " + uri.getHost() + ":" + uri.getPort()).orElse("");
  }

  /** The service's own code of an error; empty when it sent none. */
  static String code(AwsServiceException answer) {
    return answer.awsErrorDetails() == null || answer.awsErrorDetails().errorCode() == null
        ? ""
        : answer.awsErrorDetails().errorCode();
  }

  static String said(Throwable thrown) {
    String message = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    return Secret.hide(
        REQUEST.matcher(message.replaceAll("\\s*\\R\\s*", " ")).replaceAll("").strip());
  }

  private static String reason(Throwable root) {
    return root instanceof UnknownHostException
        ? "there is no host " + said(root) + "; check the network and the region"
        : said(root);
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static AsOfException error(
      ErrorCode code, String action, String problem, Throwable thrown) {
    return new AsOfException(code, "Cannot " + action + ": " + problem, thrown);
  }
}
