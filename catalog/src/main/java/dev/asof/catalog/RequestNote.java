package dev.asof.catalog;

import java.util.Optional;

/** Names the request that failed; it is suppressed in what the client throws, which doesn't. */
final class RequestNote extends Exception {
  private static final long serialVersionUID = 1L;

  RequestNote(String request) {
    super(request, null, false, false);
  }

  /** The request that is noted in an exception. */
  static Optional<String> of(Throwable thrown) {
    for (Throwable suppressed : thrown.getSuppressed()) {
      if (suppressed instanceof RequestNote note) {
        return Optional.of(note.getMessage());
      }
    }
    return Optional.empty();
  }
}
