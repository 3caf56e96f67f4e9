/** Options that several commands share, and what they select. Each class is a {@code @Mixin}. */
package io.contrastream.cli.options;
