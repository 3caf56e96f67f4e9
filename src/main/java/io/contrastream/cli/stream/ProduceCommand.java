package io.contrastream.cli.stream;

import io.contrastream.cli.frame.StopSignal;
import io.contrastream.cli.options.FeedOptions;
import io.contrastream.cli.options.SourceOptions;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.cli.output.OutputFile;
import io.contrastream.cli.output.ProgressDisplay;
import io.contrastream.config.Settings;
import io.contrastream.feed.ImageFeed;
import io.contrastream.feed.ImageProducer;
import io.contrastream.image.DigitPair;
import io.contrastream.image.DigitPairs;
import io.contrastream.image.DigitSource;
import io.contrastream.picture.ContactSheet;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "produce",
    description = "Send the digits of a source to the images topic, in pairs or alone.",
    footer = {
      "  contrastream produce --source drawn --images 10000 --rate 500",
      "  contrastream produce --source idx:t10k-images-idx3-ubyte.gz --singles",
      "  contrastream produce --source drawn --preview digits.png"
    })
public final class ProduceCommand extends JsonCommand {
  private static final int PREVIEW_PAIRS = 60;
  private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

  @Mixin private SourceOptions source;
  @Mixin private FeedOptions feed;

  @Option(
      names = "--singles",
      description = "Send single images, not pairs of an anchor and a contrastive example.")
  private boolean singles;

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
    DigitSource digits = source.open(context);
    if (preview != null) {
      return preview(digits);
    }
    Settings settings = context.settings();
    TopicSetup.require(settings, settings.topics().images());
    try (StopSignal stop = StopSignal.install();
        SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        ImageProducer producer =
            new ImageProducer(settings, Topics.of(settings, registry).images())) {
      ImageFeed images = new ImageFeed(digits, source.seed(), plan(digits), producer);
      send(images, stop);
      printSent(images.sent(), stop.isRequested());
    }
    return 0;
  }

  private ImageFeed.Plan plan(DigitSource digits) {
    long all = digits.size() == Integer.MAX_VALUE ? Long.MAX_VALUE : digits.size();
    return new ImageFeed.Plan(feed.images(all), feed.rate(0), !singles);
  }

  private void send(ImageFeed images, StopSignal stop) throws Exception {
    long total = images.total();
    CompletableFuture<Void> sending = CompletableFuture.runAsync(images);
    try (ProgressDisplay progress =
        new ProgressDisplay(context, "Images", total == Long.MAX_VALUE ? -1 : total)) {
      while (!sending.isDone()) {
        if (stop.isRequested()) {
          images.stop();
        }
        Thread.sleep(POLL_INTERVAL.toMillis());
        progress.show(images.sent(), "sent");
      }
    }
    sending.get();
  }

  private void printSent(long images, boolean stopped) {
    printResult(
        Map.of("images", images),
        () -> context.say(stopped ? "Stopped after %,d images." : "Sent %,d images.", images));
  }

  private int preview(DigitSource digits) throws IOException {
    DigitPairs pairs = new DigitPairs(digits, source.seed());
    List<DigitPair> first = LongStream.range(0, PREVIEW_PAIRS).mapToObj(pairs::pair).toList();
    OutputFile.write(preview, path -> ContactSheet.write(first, path));
    context.say("Drew %d pairs in %s", first.size(), preview);
    return 0;
  }
}
