package dev.asof.ingestion;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The keys of files' rows. Days and events of one name are kept as a compressed set of numbers: 10
 * million quotes with growing event numbers take about 20 MB.
 */
final class KeySet {
  private final Map<String, Roaring64Bitmap> numbered = new HashMap<>();
  private final Set<String> named = new HashSet<>();
  private String lastName = "";
  private Roaring64Bitmap lastNumbers;

  /** Adds a row's key; false when it stood there before. */
  boolean add(DataRow row) {
    long number = row.keyNumber();
    String name = row.keyName();
    if (number == DataRow.NO_NUMBER) {
      return named.add(name);
    }
    // Files are often sorted by name, or hold one.
    if (lastNumbers == null || !name.equals(lastName)) {
      lastNumbers = numbered.computeIfAbsent(name, unseen -> new Roaring64Bitmap());
      lastName = name;
    }
    if (lastNumbers.contains(number)) {
      return false;
    }
    lastNumbers.addLong(number);
    return true;
  }

  /** Whether a row's key stands in it. */
  boolean contains(DataRow row) {
    long number = row.keyNumber();
    if (number == DataRow.NO_NUMBER) {
      return named.contains(row.keyName());
    }
    Roaring64Bitmap numbers = numbered.get(row.keyName());
    return numbers != null && numbers.contains(number);
  }

  /** Adds all keys of another set, which is not to be used any more. */
  void addAll(KeySet other) {
    named.addAll(other.named);
    other.numbered.forEach(
        (name, numbers) ->
            numbered.merge(
                name,
                numbers,
                (one, more) -> {
                  one.or(more);
                  return one;
                }));
    lastName = "";
    lastNumbers = null;
  }
}
