package io.contrastream.index;

import io.contrastream.config.FileFaults;
import io.contrastream.config.IndexSettings;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.neighbours.EntryFormat;
import io.contrastream.neighbours.NeighbourIndex;
import io.contrastream.sink.Batch;
import io.contrastream.sink.Row;
import io.contrastream.sink.SpaceChoice;
import io.contrastream.sink.Store;
import io.contrastream.sink.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The indexes of all spaces as a store of a sink. What is read is in the memory and the folder at
 * once; the space that answers changes once another one is chosen. One thread calls, but any may
 * ask whether it is loaded and ready.
 */
final class IndexStore implements Store {
  private static final Logger LOG = LoggerFactory.getLogger(IndexStore.class);

  /** What is longer does not fit into the format of the files. */
  private static final int MAX_NAME = 16_000;

  private static final Duration CHOICE_INTERVAL = Duration.ofSeconds(5);

  /**
   * After which a snapshot that failed is tried again, which takes as long as one that does not.
   */
  private static final Duration SAVE_RETRY = Duration.ofMinutes(2);

  /** Something done with the files. */
  @FunctionalInterface
  private interface FileAction {
    void run() throws IOException;
  }

  private final Path path;
  private final IndexSettings settings;
  private final Supplier<FileHeader> header;
  private final SpaceChoice choice;
  private final Consumer<String> notes;
  private final Spaces spaces;
  private volatile Map<Integer, Long> positions = Map.of();
  private volatile boolean loaded;
  private volatile boolean ready;
  private IndexFolder folder;
  private long syncedNs = System.nanoTime();
  private Long chosenNs;
  private volatile long contactNs = System.nanoTime();
  private Long refreshedNs;
  private Long unsavedNs;
  private final AtomicLong leftOut = new AtomicLong();

  /**
   * Loads the folder when it is opened.
   *
   * @param header says what the topic is now; called whenever it is read on
   * @param notes takes sentences about changeovers and saving
   */
  IndexStore(
      Path path,
      Supplier<FileHeader> header,
      IndexSettings settings,
      SpaceChoice choice,
      Consumer<String> notes) {
    this.path = path;
    this.settings = settings;
    this.header = header;
    this.choice = choice;
    this.notes = notes;
    this.spaces =
        new Spaces(new Room(settings.vectors(), Runtime.getRuntime().maxMemory(), notes)::capacity);
  }

  Spaces spaces() {
    return spaces;
  }

  /** Whether searches are answered from what was saved. */
  boolean isLoaded() {
    return loaded;
  }

  /** Whether everything that was in the topic has been indexed once since the start. */
  boolean isReady() {
    return ready;
  }

  /** Time since something was read, or Kafka said that there is nothing to be read. */
  Duration contactAge() {
    return Duration.ofNanos(System.nanoTime() - contactNs);
  }

  /** The offset after what is indexed, by partition. */
  Map<Integer, Long> positions() {
    return positions;
  }

  @Override
  public Map<Integer, Long> open(Set<Integer> partitions) {
    FileHeader now = header.get();
    if (folder == null) {
      folder = IndexFolder.open(path, now, spaces);
      loaded = true;
    } else {
      folder.require(now);
      attempt(folder::discardRest);
    }
    positions = folder.positions();
    return positions;
  }

  private void attempt(FileAction action) {
    try {
      action.run();
    } catch (IOException e) {
      throw new StoreException(
          "Folder %s cannot be written: %s".formatted(path, FileFaults.reason(e)), e);
    }
  }

  @Override
  public Optional<String> refusal(Row row) {
    String key = row.key();
    if (row.isTombstone()) {
      return key == null ? Optional.of("a tombstone needs a key") : nameFault(key);
    }
    String space = row.embedding().getSpaceId();
    int length = row.vector().length;
    if (length > EntryFormat.MAX_DIMENSION) {
      return Optional.of(
          "its vector has %d numbers, the most is %d".formatted(length, EntryFormat.MAX_DIMENSION));
    }
    Optional<NeighbourIndex> index = spaces.index(space);
    if (index.isPresent() && index.get().size() > 1 && index.get().dimension() != length) {
      return Optional.of(
          "its vector has %d numbers, those of its space have %d"
              .formatted(length, index.get().dimension()));
    }
    if (!NeighbourIndex.hasDirection(row.vector())) {
      return Optional.of("its vector is too close to 0 to have a direction");
    }
    return nameFault(row.embedding().getImageId())
        .or(() -> nameFault(space))
        .or(() -> key == null ? Optional.empty() : nameFault(key));
  }

  private static Optional<String> nameFault(String name) {
    return name.length() > MAX_NAME
        ? Optional.of("an id or key is longer than %d characters".formatted(MAX_NAME))
        : Optional.empty();
  }

  @Override
  public void write(Batch batch) {
    if (batch.rows().stream().anyMatch(this::mayBeCurrent)) {
      choice.refresh();
      refreshedNs = System.nanoTime();
    }
    Admission admission = Admission.of(batch.rows(), spaces, choice.current());
    Set<String> former = Set.copyOf(spaces.ids());
    apply(admission.changes(), batch.positions());
    contactNs = System.nanoTime();
    leftOut.addAndGet(admission.leftOut());
    admission.changes().stream()
        .flatMap(change -> change instanceof Change.Drop drop ? Stream.of(drop) : Stream.empty())
        .forEach(drop -> note(drop, former));
  }

  /** Whether the row's space may have begun since it was last read which one is current. */
  private boolean mayBeCurrent(Row row) {
    if (row.isTombstone()) {
      return false;
    }
    String space = row.embedding().getSpaceId();
    return spaces.index(space).isEmpty()
        && (!spaces.incomplete().contains(space) || isDue(refreshedNs, CHOICE_INTERVAL));
  }

  private static boolean isDue(Long sinceNs, Duration interval) {
    return sinceNs == null || System.nanoTime() - sinceNs >= interval.toNanos();
  }

  private void note(Change.Drop drop, Set<String> former) {
    String what =
        former.contains(drop.space())
            ? "Space %s is no longer indexed: a third one has begun"
            : "Leaving out embeddings of space %s: they came late, two others are indexed";
    LOG.warn(what.formatted(drop.space()));
    notes.accept(what.formatted(drop.space()));
  }

  /** The number of rows that were read, but not indexed because of their space. */
  long leftOut() {
    return leftOut.get();
  }

  private void apply(List<Change> changes, Map<Integer, Long> after) {
    attempt(() -> folder.apply(changes, after));
    positions = folder.positions();
  }

  @Override
  public void rest(boolean caughtUp) {
    if (System.nanoTime() - syncedNs >= settings.saveInterval().toNanos()) {
      attempt(folder::sync);
      syncedNs = System.nanoTime();
    }
    if (folder.isSnapshotDue()) {
      save();
    }
    if (caughtUp) {
      if (isDue(chosenNs, CHOICE_INTERVAL)) {
        choose();
        chosenNs = System.nanoTime();
        contactNs = choice.isInContact() ? chosenNs : contactNs;
      }
      ready = true;
    }
  }

  /** Without a snapshot, the journal goes on: it only takes longer to load. */
  private void save() {
    if (!isDue(unsavedNs, SAVE_RETRY)) {
      return;
    }
    try {
      folder.save();
      if (unsavedNs != null) {
        notes.accept("Saved the index");
      }
      unsavedNs = null;
    } catch (IOException e) {
      LOG.warn("No snapshot could be written to {}", path, e);
      if (unsavedNs == null) {
        notes.accept(
            "No snapshot can be written to %s (%s): going on with the journal, and trying again later"
                .formatted(path, FileFaults.reason(e)));
      }
      unsavedNs = System.nanoTime();
    }
  }

  private void choose() {
    Optional<String> shown = spaces.answering().map(NeighbourIndex::space);
    Optional<String> chosen =
        choice
            .choose(spaces.ids(), shown, this::size)
            .filter(space -> shown.isEmpty() || isFit(space, shown.get()));
    if (chosen.isPresent() && !chosen.equals(shown)) {
      apply(List.of(new Change.Serve(chosen.get())), Map.of());
      notes.accept("Searches are answered from space " + chosen.get());
    }
  }

  /** What the topic says to be complete is not so here if embeddings were left out. */
  private boolean isFit(String space, String shown) {
    return !spaces.incomplete().contains(space) || size(space) >= size(shown);
  }

  private int size(String space) {
    return spaces.index(space).map(NeighbourIndex::size).orElse(0);
  }

  @Override
  public void finish() {
    attempt(folder::sync);
  }

  @Override
  public void close() {
    Closeables.closeAll(folder, choice);
  }
}
