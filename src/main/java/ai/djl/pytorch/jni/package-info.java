/**
 * A single class of ours in DJL's own package, because the call that it needs is visible nowhere
 * else. It works on the class path only, and with the DJL version that the build pins.
 */
package ai.djl.pytorch.jni;
