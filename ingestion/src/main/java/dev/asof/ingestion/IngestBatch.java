package dev.asof.ingestion;

import dev.asof.api.PointInTime;
import java.util.List;
import java.util.Optional;

/**
 * Files that are ingested by one command, in the order in which they count: where two have the same
 * key, the later one's row stays.
 *
 * @param requests one for each file, at least one; all of one dataset and effect, and only the last
 *     may have a tag
 * @param branch the research branch that the files go to; empty to publish them
 * @param policy what a refused file does to the others
 */
public record IngestBatch(
    List<IngestRequest> requests, Optional<PointInTime.Branch> branch, BatchPolicy policy) {
  /** Copies the list and checks what the requests have to share. */
  public IngestBatch {
    requests = List.copyOf(requests);
    IngestRequest last = requests.get(requests.size() - 1);
    for (IngestRequest request : requests) {
      if (request.dataset() != last.dataset()
          || request.effect() != last.effect()
          || (request != last && request.tag().isPresent())) {
        throw new IllegalArgumentException(
            "Invalid batch: expected requests of one dataset and effect, and a tag on the last");
      }
    }
  }

  /** One file. */
  static IngestBatch of(IngestRequest request, Optional<PointInTime.Branch> branch) {
    return new IngestBatch(List.of(request), branch, BatchPolicy.ALL_OR_NOTHING);
  }

  IngestRequest last() {
    return requests.get(requests.size() - 1);
  }
}
