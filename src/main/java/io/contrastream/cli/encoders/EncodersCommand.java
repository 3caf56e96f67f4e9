package io.contrastream.cli.encoders;

import io.contrastream.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

@Command(
    name = "encoders",
    description = "Use an image encoder of your own: a TorchScript or ONNX file.",
    footer = {
      "  contrastream encoders check encoder.pt --write",
      "  contrastream demo --set model.checkpoint=encoder.pt"
    },
    subcommands = EncodersCheckCommand.class)
public final class EncodersCommand extends CommandGroup {}
