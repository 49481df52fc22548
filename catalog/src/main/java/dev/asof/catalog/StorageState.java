package dev.asof.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.Table;

/**
 * What a tag or a branch keeps in the storage.
 *
 * @param name its name
 * @param kind tag or branch
 * @param files data and delete files of its snapshot, and its manifests
 * @param bytes their size
 * @param bytesAlone size of those that nothing else keeps: neither main nor another tag or branch
 */
public record StorageState(String name, String kind, long files, long bytes, long bytesAlone) {

  /** Those of a table: first the names that are given, then the others in alphabetical order. */
  static List<StorageState> of(Table table, List<String> first) {
    SnapshotFiles files = new SnapshotFiles(table);
    Map<String, Map<String, Long>> held = new LinkedHashMap<>();
    for (String name : first) {
      held.put(name, files.bytes(table.snapshot(name)));
    }
    for (String name : new TreeSet<>(table.refs().keySet())) {
      if (!held.containsKey(name)) {
        held.put(name, files.bytes(table.snapshot(name)));
      }
    }
    Set<String> once = new HashSet<>();
    Map<String, Integer> holders = new HashMap<>();
    held.values()
        .forEach(theirs -> theirs.keySet().forEach(file -> holders.merge(file, 1, Integer::sum)));
    holders.forEach(
        (file, count) -> {
          if (count == 1) {
            once.add(file);
          }
        });
    List<StorageState> states = new ArrayList<>();
    held.forEach(
        (name, theirs) ->
            states.add(
                new StorageState(
                    name,
                    table.refs().get(name).isTag() ? "tag" : "branch",
                    theirs.size(),
                    theirs.values().stream().mapToLong(Long::longValue).sum(),
                    theirs.entrySet().stream()
                        .filter(file -> once.contains(file.getKey()))
                        .mapToLong(Map.Entry::getValue)
                        .sum())));
    return states;
  }
}
