package dev.asof.cli;

import dev.asof.api.SweepRow;
import dev.asof.catalog.Lake;
import dev.asof.catalog.Place;
import dev.asof.catalog.SweepFile;
import dev.asof.catalog.SweepStore;
import dev.asof.jobs.sweep.Grid;
import dev.asof.jobs.sweep.OpenedSweep;
import dev.asof.jobs.sweep.ScenarioSource;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an executor needs to run scenarios: the sweep's text, where its lake lies, and what was read
 * where the sweep was started.
 */
final class PlacedScenarios implements ScenarioSource {
  private static final long serialVersionUID = 1;

  private final String id;
  private final String label;
  private final String content;
  private final ArrayList<String> overrides;
  private final String home;
  private final String workingDirectory;
  private final String placeName;
  private final String placeText;
  private final HashMap<String, String> variables;
  private final boolean plugins;
  private final HashMap<String, String> fingerprints;

  /**
   * A source.
   *
   * @param id the sweep
   * @param label how messages call the file
   * @param content what the file holds
   * @param overrides {@code key=value} each
   * @param place where the lake lies
   * @param plugins whether jars of strategies are sent along
   * @param fingerprints what was read, by key
   */
  PlacedScenarios(
      String id,
      String label,
      String content,
      List<String> overrides,
      PlaceOption.Written place,
      boolean plugins,
      Map<String, String> fingerprints) {
    this.id = id;
    this.label = label;
    this.content = content;
    this.overrides = new ArrayList<>(overrides);
    this.home = place.home().toString();
    this.workingDirectory = place.workingDirectory().toString();
    this.placeName = place.name();
    this.placeText = place.text();
    this.variables = new HashMap<>(place.variables());
    this.plugins = plugins;
    this.fingerprints = new HashMap<>(fingerprints);
  }

  @Override
  public String key() {
    return id;
  }

  @Override
  public OpenedSweep open(Path shipped) {
    StrategyPlugins strategies =
        plugins ? StrategyPlugins.load(Optional.of(shipped), "--plugins") : StrategyPlugins.load();
    SweepDefinition sweep = SweepReader.read(label, content, overrides);
    SweepScenarios runner =
        new SweepScenarios(
            sweep.grid(),
            new SweepVariants(sweep, strategies),
            new SweepInputs(this::lake, fingerprints));
    Files files = new Files(sweep.grid());
    return new OpenedSweep(runner, files::write, files::close);
  }

  /** Writes files of rows; the lake is opened by the first and kept for the others. */
  private final class Files {
    private final Grid grid;
    private Lake lake;
    private SweepStore store;

    Files(Grid grid) {
      this.grid = grid;
    }

    SweepFile write(List<SweepRow> rows) {
      return store().write(id, rows, grid::at);
    }

    private synchronized SweepStore store() {
      if (store == null) {
        lake = lake();
        store = lake.sweeps();
      }
      return store;
    }

    synchronized void close() {
      if (lake != null) {
        lake.close();
        lake = null;
        store = null;
      }
    }
  }

  private Lake lake() {
    Path at = Path.of(home);
    if (placeText.isEmpty()) {
      return Lake.open(at);
    }
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Surroundings surroundings =
        Surroundings.of(
            nowhere,
            nowhere,
            variables,
            Path.of(workingDirectory),
            Path.of(workingDirectory),
            Instant.EPOCH);
    Place place = PlaceReader.read(placeName, placeText, at, surroundings);
    return Lake.open(place);
  }
}
