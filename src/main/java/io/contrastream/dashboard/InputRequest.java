package io.contrastream.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import io.contrastream.caption.Caption;
import io.contrastream.http.Json;
import io.contrastream.image.Digit;
import io.contrastream.schema.DigitCaption;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.DigitSound;
import io.contrastream.schema.ImageEncoding;
import io.contrastream.sound.Loudness;
import io.contrastream.sound.Sound;
import io.contrastream.sound.file.WavFile;
import io.contrastream.source.Labelled;
import io.contrastream.source.SourceException;
import io.contrastream.topic.InputRecord;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import io.javalin.http.UnsupportedMediaTypeResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * Reads inputs from requests; throws the response to send if one is invalid. The types of content
 * that it takes can't be sent by pages of other sites without a CORS preflight, which fails here.
 */
final class InputRequest {
  static final int MAX_JSON_BYTES = 1 << 16;

  /** Kafka refuses records of more than 1 MiB by default; Base64 takes a third more. */
  static final int MAX_IMAGE_BYTES = 2 << 20;

  /** Four seconds of 32-bit stereo at 48 kHz are 1.5 MB. */
  static final int MAX_WAV_BYTES = 2 << 20;

  private static final String ID_PREFIX = "http-";
  private static final Set<String> WAV_TYPES =
      Set.of("audio/wav", "audio/wave", "audio/x-wav", "audio/vnd.wave");

  private InputRequest() {}

  /** Whether an input was read by this class. */
  static boolean isRequest(String id) {
    return id.startsWith(ID_PREFIX);
  }

  static InputRecord image(Context context) {
    JsonNode body = json(context, MAX_IMAGE_BYTES);
    if (!body.path("pixels").isTextual()) {
      throw new BadRequestResponse(
          "pixels is missing: send height × width × channels bytes, row by row, in Base64");
    }
    return image(
        body.get("pixels").asText(),
        label(body.path("label")),
        number(body, "height", Digit.HEIGHT),
        number(body, "width", Digit.WIDTH),
        number(body, "channels", 1),
        encoding(body));
  }

  /**
   * @param label may be null
   */
  private static InputRecord image(
      String base64, Integer label, int height, int width, int channels, ImageEncoding encoding) {
    InputRecord image =
        InputRecord.of(
            DigitImage.newBuilder()
                .setImageId(newId())
                .setLabel(label)
                .setHeight(height)
                .setWidth(width)
                .setChannels(channels)
                .setEncoding(encoding)
                .setPixels(ByteBuffer.wrap(bytes(base64)))
                .build());
    try {
      image.raster();
    } catch (IllegalArgumentException e) {
      throw new BadRequestResponse("The image " + e.getMessage());
    }
    return image;
  }

  private static byte[] bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new BadRequestResponse("pixels is not Base64: " + e.getMessage());
    }
  }

  private static int number(JsonNode body, String name, int otherwise) {
    JsonNode number = body.path(name);
    if (number.isMissingNode()) {
      return otherwise;
    }
    if (!number.isInt()) {
      throw new BadRequestResponse("%s is %s, but must be a number".formatted(name, number));
    }
    return number.intValue();
  }

  private static ImageEncoding encoding(JsonNode body) {
    String name = body.path("encoding").asText("raw").toUpperCase(Locale.ROOT);
    return Arrays.stream(ImageEncoding.values())
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadRequestResponse(
                    "encoding is %s, allowed is raw, png or jpeg".formatted(name)));
  }

  static InputRecord caption(Context context) {
    JsonNode body = json(context, MAX_JSON_BYTES);
    if (!body.path("text").isTextual()) {
      throw new BadRequestResponse(
          "text is missing: send 1 to %d characters".formatted(Caption.MAX_LENGTH));
    }
    return caption(body.get("text").asText(), label(body.path("label")));
  }

  /**
   * @param label may be null
   */
  static InputRecord caption(String text, Integer label) {
    try {
      Caption caption = new Caption(text);
      return InputRecord.of(
          DigitCaption.newBuilder()
              .setCaptionId(newId())
              .setLabel(label)
              .setText(caption.text())
              .build());
    } catch (IllegalArgumentException e) {
      throw new BadRequestResponse(e.getMessage());
    }
  }

  static InputRecord sound(Context context) {
    if (!WAV_TYPES.contains(type(context))) {
      throw new UnsupportedMediaTypeResponse("Send a WAV file, with Content-Type: audio/wav");
    }
    String label = context.queryParam("label");
    try {
      Sound sound = WavFile.parse(body(context, MAX_WAV_BYTES), "The WAV file");
      Loudness.requireAudible(sound);
      return InputRecord.of(
          DigitSound.newBuilder()
              .setSoundId(newId())
              .setLabel(label == null ? null : label(label))
              .setSampleRate(sound.rate())
              .setSamples(InputRecord.samples(sound))
              .build());
    } catch (SourceException | IllegalArgumentException e) {
      throw new BadRequestResponse(e.getMessage());
    }
  }

  private static String newId() {
    return ID_PREFIX + UUID.randomUUID();
  }

  private static JsonNode json(Context context, int maxBytes) {
    if (!type(context).equals("application/json")) {
      throw new UnsupportedMediaTypeResponse("Send JSON, with Content-Type: application/json");
    }
    return Json.parseObject(new String(body(context, maxBytes), StandardCharsets.UTF_8));
  }

  /** Returns the type of the content without its parameters. */
  private static String type(Context context) {
    String type = context.contentType();
    return type == null ? "" : type.replaceFirst("\\s*;.*", "").toLowerCase(Locale.ROOT);
  }

  private static byte[] body(Context context, int maxBytes) {
    try {
      byte[] body = context.bodyInputStream().readNBytes(maxBytes + 1);
      if (body.length > maxBytes) {
        throw new ContentTooLargeResponse(
            "The body is larger than %d KiB".formatted(maxBytes >> 10));
      }
      return body;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Integer label(JsonNode label) {
    if (label.isMissingNode() || label.isNull()) {
      return null;
    }
    if (!label.canConvertToInt()
        || !label.isIntegralNumber()
        || !Labelled.isLabel(label.intValue())) {
      throw invalidLabel(label);
    }
    return label.intValue();
  }

  private static int label(String label) {
    if (!label.matches("\\d")) {
      throw invalidLabel(label);
    }
    return Integer.parseInt(label);
  }

  private static BadRequestResponse invalidLabel(Object label) {
    return new BadRequestResponse(
        "label is %s, allowed is 0 to %d; leave it out if it is unknown"
            .formatted(label, Labelled.CLASSES - 1));
  }
}
