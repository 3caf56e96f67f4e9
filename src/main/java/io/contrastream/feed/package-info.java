/**
 * Test and demo load: sends digits to the images topic, singly or in pairs, and counts what the
 * processor makes of them.
 */
package io.contrastream.feed;
