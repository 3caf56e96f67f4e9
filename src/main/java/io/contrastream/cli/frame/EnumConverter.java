package io.contrastream.cli.frame;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses enum constants in any case; errors list them in lower case, as users write them. */
public final class EnumConverter<E extends Enum<E>> implements ITypeConverter<E> {
  private final Class<E> type;

  private EnumConverter(Class<E> type) {
    this.type = type;
  }

  /** Registers a converter for every enum among the arguments of a command and those below it. */
  public static void register(CommandLine command) {
    command.getCommandSpec().args().stream()
        .flatMap(argument -> Stream.of(argument.auxiliaryTypes()))
        .filter(Class::isEnum)
        .forEach(type -> register(command, type));
    command.getSubcommands().values().forEach(EnumConverter::register);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the caller checked that the type is an enum
  private static void register(CommandLine command, Class type) {
    command.registerConverter(type, new EnumConverter(type));
  }

  @Override
  public E convert(String value) {
    List<E> all = Arrays.asList(type.getEnumConstants());
    return all.stream()
        .filter(each -> name(each).equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s' is not one of %s"
                        .formatted(
                            value,
                            String.join(", ", all.stream().map(EnumConverter::name).toList()))));
  }

  private static String name(Enum<?> constant) {
    return constant.toString().toLowerCase(Locale.ROOT);
  }
}
