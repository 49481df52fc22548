package dev.asof.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.asof.api.AsOfException;
import dev.asof.api.DataRef;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process does, for collectors of logs: a line of JSON for each event, with the id of the
 * run that all its lines have. It is on where {@code ASOF_LOG} is {@code json}; libraries' errors
 * are then lines of the same shape, which {@code log4j2.properties} sees to. What a command prints
 * as its result stays as it is.
 */
final class EventLog {
  /** How standard error is written: {@code text}, which is the default, or {@code json}. */
  static final String FORMAT = "ASOF_LOG";

  /** The id of a run, which whoever starts the process gives it. */
  static final String RUN = "ASOF_RUN";

  private static final String JSON = "json";
  private static final Pattern MESSAGE =
      Pattern.compile("(?:(warning)|error\\[([a-z-]+)]): (.*)", Pattern.DOTALL);

  /** Takes secrets out of each text before JSON escapes it: they would not be known again. */
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .registerModule(
              new SimpleModule()
                  .addSerializer(
                      String.class,
                      new StdSerializer<>(String.class) {
                        private static final long serialVersionUID = 1;

                        @Override
                        public void serialize(
                            String text, JsonGenerator json, SerializerProvider provider)
                            throws IOException {
                          json.writeString(Secret.hide(text));
                        }
                      }));

  private final Optional<PrintStream> out;
  private final Map<String, Object> ids;
  private final InstantSource clock;

  private EventLog(Optional<PrintStream> out, Map<String, Object> ids, InstantSource clock) {
    this.out = out;
    this.ids = ids;
    this.clock = clock;
  }

  /** Lines of JSON of a run, told from a moment on. */
  static EventLog json(PrintStream out, Optional<String> run, Instant start) {
    Map<String, Object> ids = new LinkedHashMap<>();
    run.ifPresent(id -> ids.put("run", id));
    return new EventLog(Optional.of(out), ids, clock(start));
  }

  /** As the environment asks for it. */
  static EventLog of(Map<String, String> environment, PrintStream err, Instant start) {
    return JSON.equals(environment.get(FORMAT))
        ? json(err, Optional.ofNullable(environment.get(RUN)), start)
        : new EventLog(Optional.empty(), Map.of(), clock(start));
  }

  /**
   * Refuses a format that there is not.
   *
   * @throws AsOfException USAGE
   */
  static void check(Map<String, String> environment) {
    String format = environment.getOrDefault(FORMAT, "text");
    if (!format.equals(JSON) && !format.equals("text")) {
      throw new AsOfException(
          ErrorCode.USAGE, "Invalid variable " + FORMAT + "=" + format + ": expected text or json");
    }
  }

  /**
   * The clock of a process that began at a moment. It follows the machine's, which goes on while
   * the machine is suspended and is set right: leases are compared between machines.
   */
  static InstantSource clock(Instant began) {
    Duration ahead = Duration.between(Instant.now(), began);
    return () -> Instant.now().plus(ahead);
  }

  /** The run's variables, for processes that are started for it; none while it is off. */
  Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    if (out.isPresent()) {
      variables.put(FORMAT, JSON);
      Optional.ofNullable(ids.get("run")).ifPresent(run -> variables.put(RUN, (String) run));
    }
    return variables;
  }

  /** The same with another key on each of its lines. */
  EventLog with(String key, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(ids);
    more.put(key, value);
    return new EventLog(out, more, clock);
  }

  /**
   * Tells of something that happened.
   *
   * @param event what it is called
   * @param fields keys, each with its value after it
   */
  void tell(String event, Object... fields) {
    tell("INFO", event, fields);
  }

  private void tell(String level, String event, Object... fields) {
    if (out.isEmpty()) {
      return;
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", clock.instant().toString());
    line.put("level", level);
    line.put("event", event);
    line.putAll(ids);
    for (int n = 0; n < fields.length; n += 2) {
      line.put((String) fields[n], fields[n + 1]);
    }
    try {
      out.get().println(MAPPER.writeValueAsString(line));
      out.get().flush();
    } catch (JsonProcessingException defect) {
      throw new IllegalStateException("Cannot write event " + event + " as JSON", defect);
    }
  }

  /** The snapshots that were read, each as {@code table@point=id}. */
  static List<String> snapshots(List<DataRef> data) {
    return data.stream()
        .map(ref -> ref.table() + "@" + ref.asOf() + "=" + ref.snapshotId())
        .distinct()
        .toList();
  }

  /** Where commands print warnings and errors: as they are, or each line as an event. */
  PrintStream errors(PrintStream err) {
    return out.isEmpty() ? err : new PrintStream(new Lines(), true, StandardCharsets.UTF_8);
  }

  private void message(String line) {
    Matcher matcher = MESSAGE.matcher(line);
    if (!matcher.matches()) {
      tell("INFO", "message", "message", line);
    } else if (matcher.group(1) != null) {
      tell("WARN", "warning", "message", matcher.group(3));
    } else {
      tell("ERROR", "error", "code", matcher.group(2), "message", matcher.group(3));
    }
  }

  /** Makes an event of each line. */
  private final class Lines extends OutputStream {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int letter) {
      if (letter == '\n') {
        String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
        line.reset();
        if (!text.isEmpty()) {
          message(text);
        }
      } else {
        line.write(letter);
      }
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      for (int n = from; n < from + length; n++) {
        write(bytes[n]);
      }
    }
  }
}
