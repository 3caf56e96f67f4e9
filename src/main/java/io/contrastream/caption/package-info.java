/**
 * The input type {@link io.contrastream.caption.Caption}, how it becomes numbers, and where
 * captions come from: generated wordings and files.
 */
package io.contrastream.caption;
