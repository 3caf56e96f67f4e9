package io.contrastream.cli.stream;

import io.contrastream.cli.frame.StopSignal;
import io.contrastream.cli.options.FeedOptions;
import io.contrastream.cli.options.PairOptions;
import io.contrastream.cli.options.SourceOptions;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.cli.output.OutputFile;
import io.contrastream.cli.output.ProgressDisplay;
import io.contrastream.config.Settings;
import io.contrastream.feed.InputFeed;
import io.contrastream.feed.InputProducer;
import io.contrastream.feed.InputSequence;
import io.contrastream.image.DigitPair;
import io.contrastream.image.DigitPairs;
import io.contrastream.image.DigitSource;
import io.contrastream.image.file.EncodedFile;
import io.contrastream.image.file.FolderReader;
import io.contrastream.picture.ContactSheet;
import io.contrastream.schema.Modality;
import io.contrastream.source.FileInputs;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "produce",
    description = {
      "Send the digits of a source to the images topic, in pairs or alone.",
      "With --pair, send pairs of two modalities, such as images with captions, to their topics."
    },
    footer = {
      "  contrastream produce --source drawn --images 10000 --rate 500",
      "  contrastream produce --source drawn --pair image:caption --images 1000",
      "  contrastream produce --pair caption:sound --source worded --images 1000",
      "  contrastream produce --source idx:t10k-images-idx3-ubyte.gz --singles",
      "  contrastream produce --source png:photos --as-files",
      "  contrastream produce --source drawn --preview digits.png"
    })
public final class ProduceCommand extends JsonCommand {
  private static final int PREVIEW_PAIRS = 60;
  private static final String FOLDER = "png:";
  private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

  @Mixin private SourceOptions source;
  @Mixin private PairOptions pair;
  @Mixin private FeedOptions feed;

  @Option(
      names = "--singles",
      description = "Send single images, not pairs of an anchor and a contrastive example.")
  private boolean singles;

  @Option(
      names = "--as-files",
      description =
          "Send the PNG and JPEG files of png:DIR as they are, as single images, for an encoder of"
              + " your own (default: as digits of 28 × 28 pixels).")
  private boolean asFiles;

  @Option(
      names = "--preview",
      paramLabel = "FILE.png",
      description = "Only draw the first pairs of the source, side by side (default: send them).")
  private Path preview;

  @Override
  public Integer call() throws Exception {
    feed.check(context);
    if (preview != null && !preview.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw context.usageError("--preview must end in .png, unlike %s".formatted(preview));
    }
    pair.check(context, singles || preview != null || asFiles);
    Settings settings = context.settings();
    if (asFiles) {
      return sendFiles(settings);
    }
    return pair.isGiven() ? sendAcross(settings) : sendImages(settings);
  }

  private int sendFiles(Settings settings) throws Exception {
    if (!source.spec().startsWith(FOLDER) || preview != null) {
      throw context.usageError("--as-files is for --source png:DIR, without --preview");
    }
    FileInputs<EncodedFile> files =
        FolderReader.files(Path.of(source.spec().substring(FOLDER.length())));
    files.notes().forEach(note -> context.say("Note: %s", note));
    InputSequence sequence = InputSequence.singles(files.inputs());
    return send(
        settings,
        List.of(Modality.IMAGE),
        InputFeed.Schedule.constant(sequence, sequence),
        files.size());
  }

  private int sendImages(Settings settings) throws Exception {
    DigitSource digits = source.open(context);
    if (preview != null) {
      return preview(digits);
    }
    InputFeed.Schedule schedule =
        singles
            ? InputFeed.Schedule.ofSingles(digits)
            : InputFeed.Schedule.ofPairs(digits, source.seed());
    return send(settings, List.of(Modality.IMAGE), schedule, digits.size());
  }

  private int sendAcross(Settings settings) throws Exception {
    PairOptions.Opened opened = pair.open(context, source);
    return send(settings, pair.modalities(), opened.schedule(), opened.anchors());
  }

  /**
   * @param size number of images, or of pairs, in the source
   */
  private int send(
      Settings settings, List<Modality> modalities, InputFeed.Schedule schedule, int size)
      throws Exception {
    for (Modality modality : modalities) {
      TopicSetup.require(settings, settings.topics().inputs(modality));
    }
    long all = size == Integer.MAX_VALUE ? Long.MAX_VALUE : size;
    InputFeed.Plan plan = new InputFeed.Plan(feed.images(all), feed.rate(0));
    try (StopSignal stop = StopSignal.install();
        SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        InputProducer producer = new InputProducer(settings, Topics.of(settings, registry))) {
      send(new InputFeed(schedule, plan, producer), stop);
      printSent(producer.sent(), stop.isRequested());
    }
    return 0;
  }

  private void send(InputFeed inputs, StopSignal stop) throws Exception {
    long total = inputs.total();
    CompletableFuture<Void> sending = CompletableFuture.runAsync(inputs);
    try (ProgressDisplay progress =
        new ProgressDisplay(
            context, pair.isGiven() ? "Pairs" : "Images", total == Long.MAX_VALUE ? -1 : total)) {
      while (!sending.isDone()) {
        if (stop.isRequested()) {
          inputs.stop();
        }
        Thread.sleep(POLL_INTERVAL.toMillis());
        progress.show(inputs.sent(), "sent");
      }
    }
    sending.get();
  }

  private void printSent(InputProducer.Sent sent, boolean stopped) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("images", sent.images());
    counts.put("captions", sent.captions());
    counts.put("sounds", sent.sounds());
    counts.values().removeIf(count -> count == 0);
    counts.putIfAbsent(pair.isGiven() ? "pairs" : "images", sent.pairs());
    String told =
        counts.entrySet().stream()
            .map(each -> "%,d %s".formatted(each.getValue(), each.getKey()))
            .collect(Collectors.joining(", "));
    printResult(counts, () -> context.say(stopped ? "Stopped after %s." : "Sent %s.", told));
  }

  private int preview(DigitSource digits) throws IOException {
    DigitPairs pairs = new DigitPairs(digits, source.seed());
    List<DigitPair> first = LongStream.range(0, PREVIEW_PAIRS).mapToObj(pairs::pair).toList();
    OutputFile.write(preview, path -> ContactSheet.write(first, path));
    context.say("Drew %d pairs in %s", first.size(), preview);
    return 0;
  }
}
