package dev.asof.api;

import java.util.Objects;

/**
 * An error that ends a command. The message is one line for the person who typed it: it starts with
 * {@code Cannot} or {@code Invalid} and names the thing, the value and what would be valid.
 */
public class AsOfException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /** An error without an underlying one. */
  public AsOfException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /** An error caused by another, which is kept for the report of a defect. */
  public AsOfException(ErrorCode code, String message, Throwable cause) {
    super(Objects.requireNonNull(message), cause);
    this.code = Objects.requireNonNull(code);
  }

  /** The stable code. */
  public ErrorCode code() {
    return code;
  }
}
