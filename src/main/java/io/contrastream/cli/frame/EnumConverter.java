package io.contrastream.cli.frame;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * One of a few words, in whatever case; errors name them as people write them, not as Java does.
 */
public final class EnumConverter<E extends Enum<E>> implements ITypeConverter<E> {
  private final Class<E> type;

  private EnumConverter(Class<E> type) {
    this.type = type;
  }

  /** For all options and parameters of the program and its commands. */
  public static void register(CommandLine program) {
    all(program)
        .flatMap(command -> command.getCommandSpec().args().stream())
        .flatMap(argument -> Stream.of(argument.auxiliaryTypes()))
        .filter(Class::isEnum)
        .distinct()
        .forEach(type -> register(program, type));
  }

  private static Stream<CommandLine> all(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().distinct().flatMap(EnumConverter::all));
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // that it is an enum's was asked
  private static void register(CommandLine program, Class type) {
    program.registerConverter(type, new EnumConverter(type));
  }

  @Override
  public E convert(String value) {
    List<E> all = Arrays.asList(type.getEnumConstants());
    return all.stream()
        .filter(each -> word(each).equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s' is none of %s"
                        .formatted(
                            value,
                            String.join(", ", all.stream().map(EnumConverter::word).toList()))));
  }

  private static String word(Enum<?> constant) {
    return constant.toString().toLowerCase(Locale.ROOT);
  }
}
