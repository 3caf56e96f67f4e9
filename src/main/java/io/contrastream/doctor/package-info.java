/**
 * Checks what the program needs to run, and says what to do about each problem: one small class per
 * check. No check changes anything, and every wait for another machine has a timeout. One thread
 * calls.
 */
package io.contrastream.doctor;
