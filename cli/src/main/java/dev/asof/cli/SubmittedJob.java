package dev.asof.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.asof.api.AsOfException;
import dev.asof.api.ErrorKind;
import dev.asof.catalog.Place;
import dev.asof.catalog.PlaceStorage;
import dev.asof.catalog.Secret;
import dev.asof.jobs.submit.EmrEksTarget;
import dev.asof.jobs.submit.ObjectStore;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The driver of a job on EMR on EKS: fetches the command with its files, runs it, and leaves on S3
 * what it printed and wrote. The exit code is left last, so that it stands for all the rest.
 */
public final class SubmittedJob {
  private static final Set<Integer> NO_USE_TO_REPEAT = Set.of(0, 2, 3);

  private final String folder;
  private final Path work;
  private final Path home;

  private SubmittedJob(String folder, Path scratch) {
    this.folder = folder;
    this.work = scratch.resolve("work");
    // Where a home lies that nobody named, so that what is printed of it is right on other
    // machines.
    this.home = work.resolve(".asof");
  }

  /**
   * Runs the command of a job.
   *
   * @param args the location of the job's description, the store's region and, for another store
   *     than AWS's, its address and how buckets are named in it
   */
  public static void main(String[] args) {
    try {
      int exitCode = run(args);
      System.out.flush();
      System.exit(exitCode);
    } catch (AsOfException expected) {
      System.err.println(
          "error[" + expected.code().id() + "]: " + Secret.hide(expected.getMessage()));
      System.exit(expected.code().kind().exitCode());
    } catch (IOException unwritable) {
      System.err.println("error[storage-unavailable]: Cannot run the job: " + unwritable);
      System.exit(ErrorKind.RESOURCE.exitCode());
    }
  }

  private static int run(String[] args) throws IOException {
    String folder = args[0].substring(0, args[0].lastIndexOf('/'));
    PlaceStorage.S3 storage =
        new PlaceStorage.S3(
            folder,
            args[1],
            args.length > 2 ? Optional.of(URI.create(args[2])) : Optional.empty(),
            args.length > 3
                ? PlaceStorage.S3.Addressing.valueOf(args[3])
                : PlaceStorage.S3.Addressing.VIRTUAL_HOST,
            Map.of(),
            new PlaceStorage.Encryption.None(),
            PlaceStorage.S3.DEFAULT_RETRIES,
            Optional.empty());
    SubmittedJob job = new SubmittedJob(folder, Files.createTempDirectory("asof-job-"));
    JsonNode description;
    try (ObjectStore store = ObjectStore.of(storage)) {
      Optional<Integer> before = job.outcome(store);
      if (before.filter(NO_USE_TO_REPEAT::contains).isPresent()) {
        System.out.println(
            "This job ended with exit code " + before.get() + " before; to repeat it is of no use");
        return before.get();
      }
      description =
          new ObjectMapper()
              .readTree(
                  store.text(args[0]).orElseThrow(() -> new IOException("there is no " + args[0])));
      for (JsonNode file : description.path("files")) {
        store.download(
            file.path("location").textValue(), job.work.resolve(file.path("name").textValue()));
      }
    }
    return job.run(description, storage);
  }

  private Optional<Integer> outcome(ObjectStore store) throws IOException {
    Optional<String> text = store.text(folder + EmrEksTarget.LEFT + EmrEksTarget.OUTCOME);
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(new ObjectMapper().readTree(text.get()).path("exitCode").intValue());
  }

  private int run(JsonNode description, PlaceStorage.S3 reached) throws IOException {
    Files.createDirectories(work);
    Set<Path> given = files(work);
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("ASOF_HOME", home.toString());
    Optional<String> conf = Optional.ofNullable(description.path("conf").textValue());
    conf.ifPresent(name -> environment.put("ASOF_CONF", name));
    Path output = work.resolveSibling(EmrEksTarget.OUTPUT);
    Path errors = work.resolveSibling(EmrEksTarget.ERRORS);
    String[] arguments =
        StreamSupport.stream(description.path("arguments").spliterator(), false)
            .map(JsonNode::textValue)
            .toArray(String[]::new);
    Instant now = Instant.now();
    String id = folder.substring(folder.lastIndexOf('/') + 1);
    EventLog events = EventLog.json(System.err, Optional.of(id), now);
    environment.putAll(events.variables());
    int exitCode;
    Surroundings surroundings;
    try (PrintStream out = both(System.out, output);
        PrintStream err = both(events.errors(System.err), errors)) {
      surroundings = new Surroundings(out, err, Map.copyOf(environment), work, work, now, events);
      exitCode = Main.run(surroundings, arguments);
    }
    try (ObjectStore store = ObjectStore.of(storage(conf, surroundings).orElse(reached))) {
      String left = folder + EmrEksTarget.LEFT;
      store.put(left + EmrEksTarget.OUTPUT, output);
      store.put(left + EmrEksTarget.ERRORS, errors);
      put(store, left + "home/", home, Set.of());
      Set<Path> elsewhere = new HashSet<>(given);
      elsewhere.addAll(files(home));
      put(store, left + "work/", work, elsewhere);
      store.put(left + EmrEksTarget.OUTCOME, "{\"exitCode\":" + exitCode + "}\n");
    }
    return exitCode;
  }

  /** The store as the place's file describes it, which may ask for encryption. */
  private Optional<PlaceStorage.S3> storage(Optional<String> conf, Surroundings surroundings) {
    return conf.map(name -> PlaceReader.read(Path.of(name), home, surroundings))
        .map(Place::storage)
        .filter(PlaceStorage.S3.class::isInstance)
        .map(PlaceStorage.S3.class::cast);
  }

  private static void put(ObjectStore store, String prefix, Path root, Set<Path> given)
      throws IOException {
    for (Path file : files(root).stream().sorted().toList()) {
      if (!given.contains(file)) {
        String name = root.relativize(file).toString().replace(File.separatorChar, '/');
        store.put(prefix + name, file);
      }
    }
  }

  private static Set<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Set.of();
    }
    try (Stream<Path> below = Files.walk(folder)) {
      return new HashSet<>(below.filter(Files::isRegularFile).toList());
    }
  }

  /** Prints to the pod's log and keeps a copy. */
  private static PrintStream both(PrintStream log, Path copy) throws IOException {
    OutputStream both = new TwoStreams(log, Files.newOutputStream(copy));
    return new PrintStream(both, true, StandardCharsets.UTF_8);
  }
}
