package dev.asof.catalog;

import java.util.Set;

/** One thing that maintenance can do to a table. Nothing happens until it is performed. */
public final class Chore {
  private final String what;
  private final long bytes;
  private final Set<String> references;
  private final Runnable work;

  /**
   * Something to do.
   *
   * @param what in words, as for a listing of what is done
   * @param bytes that go from the storage by it
   * @param references tags and branches that are dropped by it
   */
  Chore(String what, long bytes, Set<String> references, Runnable work) {
    this.what = what;
    this.bytes = bytes;
    this.references = Set.copyOf(references);
    this.work = work;
  }

  /** What it does, in words. */
  public String what() {
    return what;
  }

  /** Bytes that go from the storage by it. */
  public long bytes() {
    return bytes;
  }

  /** Tags and branches that are dropped by it. */
  public Set<String> references() {
    return references;
  }

  /**
   * Does it.
   *
   * @throws dev.asof.api.AsOfException PUBLISH_CONFLICT when others keep changing the table,
   *     STORAGE_UNAVAILABLE or CATALOG_UNAVAILABLE for what stands in the way
   */
  public void perform() {
    work.run();
  }
}
