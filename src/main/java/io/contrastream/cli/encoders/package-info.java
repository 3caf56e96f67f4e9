/** The commands about encoders of a user's own. */
package io.contrastream.cli.encoders;
