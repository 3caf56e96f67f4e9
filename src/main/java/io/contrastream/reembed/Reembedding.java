package io.contrastream.reembed;

import io.contrastream.config.Settings;
import io.contrastream.encoding.EncoderSpec;
import io.contrastream.encoding.Modalities;
import io.contrastream.encoding.Model;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.lifecycle.ProcessFailedException;
import io.contrastream.lifecycle.StartupException;
import io.contrastream.processor.swap.CheckpointAdmin;
import io.contrastream.schema.Modality;
import io.contrastream.topic.InputRecord;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topology.embed.EmbedInputs;
import io.contrastream.topology.embed.EmbeddedInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Embeds the inputs again whose newest embedding is not of the active checkpoint's space, exactly
 * once, in a consumer group of its own, beside the live stream. Whatever ends it and when, the next
 * run goes on. Inputs without an embedding are left to the live stream. Not thread-safe.
 */
public final class Reembedding implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reembedding.class);
  private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(1);
  private static final Duration SPACE_INTERVAL = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(200);

  /**
   * @param space that must be the active one; empty for whichever is active
   * @param from the first input to read; empty to go on after the last run
   * @param rate maximum number of inputs embedded per second; 0 for no limit
   * @param maxLag number of inputs waiting for the live stream from which this pauses
   */
  public record Options(Optional<String> space, Optional<StartAt> from, double rate, long maxLag) {}

  /**
   * @param task what is being read, as a title
   * @param done number of records that were read of {@code total}
   * @param embedded number of inputs embedded again so far
   * @param paused whether the live stream goes first
   */
  public record Progress(String task, long done, long total, long embedded, boolean paused) {}

  /**
   * @param embedded number of inputs embedded again by this run
   * @param gone number of inputs that keep old vectors: their topics no longer hold them, or they
   *     come before {@code from}
   * @param complete whether the space is complete; false if the run was stopped, or has left out
   *     inputs that come before {@code from}
   */
  public record Result(
      String spaceId, String checkpointId, long embedded, long gone, boolean complete) {}

  private record Waiting(String key, long timestampMs, InputRecord input) {}

  private final Settings settings;
  private final Topics topics;
  private final Options options;
  private final Pace pace;
  private final CheckpointAdmin checkpoints;
  private Model model;
  private StaleInputs stale;
  private LiveLag lag;
  private SpaceWriter writer;
  private final List<Waiting> batch = new ArrayList<>();
  private long embedded;
  private long committedNs = System.nanoTime();
  private long spaceReadNs = System.nanoTime();

  /**
   * Loads the active checkpoint.
   *
   * @param topics existing ones
   * @throws StartupException if no checkpoint is active, or one of another space than wanted
   */
  public Reembedding(Settings settings, Topics topics, Options options) {
    this.settings = settings;
    this.topics = topics;
    this.options = options;
    pace = new Pace(options.rate());
    checkpoints = new CheckpointAdmin(settings, topics.checkpoints());
    try {
      options.from().ifPresent(each -> each.requireTopics(settings.inputTopics()));
      model = checkpoints.open(activeId());
      options.space().ifPresent(this::requireWanted);
      stale = new StaleInputs(model.spaceId(), settings.consumerProperties(), topics.embeddings());
      lag = new LiveLag(settings, options.maxLag());
      writer = new SpaceWriter(settings, topics.embeddings());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private String activeId() {
    return checkpoints
        .history()
        .active()
        .map(ActiveCheckpoint::id)
        .orElseThrow(
            () ->
                new StartupException(
                    "No checkpoint is active in %s, so there is no space to embed in: activate one"
                            .formatted(settings.topics().checkpoints())
                        + " (contrastream checkpoints activate ID)"));
  }

  private void requireWanted(String space) {
    if (!space.equals(model.spaceId())) {
      throw new StartupException(
          "Space %s is not the active one, which is %s, of checkpoint %s: activate a checkpoint of"
                  .formatted(space, model.spaceId(), model.checkpointId())
              + " that space first (contrastream checkpoints list --topic names them)");
    }
  }

  private String group() {
    return settings.stream().applicationId() + "-reembed-" + model.spaceId();
  }

  /** Returns the space that inputs are embedded in. */
  public String spaceId() {
    return model.spaceId();
  }

  /**
   * Runs until the space is complete, and says so in the checkpoint topic.
   *
   * @param progress is called often, on this thread
   * @param isStopped whether to stop soon; what was embedded is kept
   * @throws ProcessFailedException if another space becomes active, or another run begins
   */
  public Result run(Consumer<Progress> progress, BooleanSupplier isStopped)
      throws InterruptedException {
    findStale(progress, isStopped);
    boolean first = true;
    long before = -1;
    // after the first pass, those of processors that swapped late, and those of a run before
    while (stale.size() > 0 && embedded != before && !isStopped.getAsBoolean()) {
      before = first ? -1 : embedded;
      for (Modality modality : settings.modalities()) {
        try (InputPass pass = pass(modality, first)) {
          read(modality, pass, progress, isStopped);
        }
      }
      first = false;
      findStale(progress, isStopped);
    }
    boolean all = options.from().stream().noneMatch(StartAt::leavesOut) || stale.size() == 0;
    boolean complete = all && !isStopped.getAsBoolean();
    if (complete) {
      requireSpace();
      checkpoints.complete(model.spaceId(), model.checkpointId(), embedded, stale.size());
    }
    return new Result(model.spaceId(), model.checkpointId(), embedded, stale.size(), complete);
  }

  private void findStale(Consumer<Progress> progress, BooleanSupplier isStopped) {
    String task = settings.topics().embeddings();
    stale.readToEnd(
        (done, total) -> progress.accept(new Progress(task, done, total, embedded, false)),
        isStopped);
  }

  private InputPass pass(Modality modality, boolean first) {
    Map<String, Object> properties = settings.consumerProperties();
    if (options.rate() > 0) { // a transaction must not wait longer than about a second
      properties.put(
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
          (int) Math.min(ConsumerConfig.DEFAULT_MAX_POLL_RECORDS, Math.max(1, options.rate())));
    }
    return first && options.from().isEmpty()
        ? InputPass.fromCommitted(properties, topics.inputs(modality), group())
        : InputPass.from(
            options.from().orElse(StartAt.BEGINNING), properties, topics.inputs(modality), group());
  }

  private void read(
      Modality modality, InputPass pass, Consumer<Progress> progress, BooleanSupplier isStopped)
      throws InterruptedException {
    String task = settings.topics().inputs(modality);
    int size = settings.batch().of(modality).size();
    while (!pass.isDone() && !isStopped.getAsBoolean()) {
      boolean paused = lag.isHigh();
      if (paused) {
        Thread.sleep(PAUSE.toMillis());
      } else {
        List<Waiting> polled = new ArrayList<>();
        pass.poll(record -> offer(record, polled));
        for (Waiting each : polled) {
          batch.add(each);
          if (batch.size() == size) {
            embed();
          }
        }
      }
      if (System.nanoTime() - committedNs >= COMMIT_INTERVAL.toNanos()) {
        commit(pass);
      }
      progress.accept(new Progress(task, pass.done(), pass.total(), embedded, paused));
    }
    commit(pass);
  }

  private void offer(
      ConsumerRecord<String, ? extends SpecificRecord> record, List<Waiting> polled) {
    if (record.value() != null) {
      Waiting it = new Waiting(record.key(), record.timestamp(), InputRecord.of(record.value()));
      if (stale.contains(it.key(), it.input())) {
        polled.add(it);
      }
    }
  }

  private void embed() throws InterruptedException {
    if (batch.isEmpty()) {
      return;
    }
    pace.await(batch.size());
    try {
      send(batch);
    } catch (IllegalArgumentException e) {
      batch.forEach(this::sendAlone);
    }
    batch.clear();
  }

  private void sendAlone(Waiting one) {
    try {
      send(List.of(one));
    } catch (IllegalArgumentException e) {
      LOG.warn(
          "The {} {} is not embedded again: {}",
          Modalities.name(one.input().modality()),
          one.input().id(),
          e.getMessage());
    }
  }

  private void send(List<Waiting> inputs) {
    EncoderSpec.Input taken = model.images().spec().input();
    List<EmbeddedInput> vectors =
        EmbedInputs.embed(
            model,
            inputs.stream()
                .map(each -> each.input().fitting(taken, settings.image().fit()))
                .toList());
    stale.look();
    for (int i = 0; i < vectors.size(); i++) {
      Waiting each = inputs.get(i);
      if (stale.contains(each.key(), each.input())) { // still, after hours perhaps
        writer.send(
            each.key(),
            vectors.get(i).toRecord(each.timestampMs(), settings.embedding().normalize()));
        stale.wrote(each.input());
        embedded++;
      }
    }
  }

  private void commit(InputPass pass) throws InterruptedException {
    embed();
    if (System.nanoTime() - spaceReadNs >= SPACE_INTERVAL.toNanos()) {
      requireSpace();
    }
    writer.commit(pass.next(), pass.group());
    committedNs = System.nanoTime();
  }

  private void requireSpace() {
    String active = checkpoints.history().activeSpace().orElse(model.spaceId());
    if (!active.equals(model.spaceId())) {
      throw new ProcessFailedException(
          "Space %s is active now, no longer %s: start again to embed in that one"
              .formatted(active, model.spaceId()),
          null);
    }
    spaceReadNs = System.nanoTime();
  }

  @Override
  public void close() {
    Closeables.closeAll(writer, lag, stale, model, checkpoints);
  }
}
