package dev.asof.notebook;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.ErrorKind;
import dev.asof.catalog.Secret;
import java.util.function.Supplier;

/**
 * Something that the person at the notebook can mend, in one line that begins with the error's
 * code. It carries no stack trace and no cause, because notebooks print both.
 */
public final class CellError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  CellError(AsOfException error) {
    super(
        "error["
            + error.code().id()
            + "]: "
            + Secret.hide(error.getMessage().replaceAll("\\s*\\R\\s*", " ")),
        null,
        false,
        false);
    this.code = error.code();
  }

  /** The stable code. */
  public ErrorCode code() {
    return code;
  }

  /** Does something; what a user can mend comes out as this, a defect as it is. */
  static <T> T inOneLine(Supplier<T> work) {
    try {
      return work.get();
    } catch (AsOfException error) {
      if (error.code().kind() == ErrorKind.INTERNAL) {
        throw error;
      }
      throw new CellError(error);
    }
  }

  /** A mistake in how a method of the facade is called. */
  static CellError usage(String message) {
    return new CellError(new AsOfException(ErrorCode.USAGE, message));
  }
}
