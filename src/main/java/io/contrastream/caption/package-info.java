/** The input type {@link io.contrastream.caption.Caption}, and generated captions. */
package io.contrastream.caption;
