package io.vigil.local.demo;

/**
 * Something that the demo is to show.
 *
 * @param text the promise
 * @param isKept whether it held
 * @param evidence what was seen, in a few words
 */
record Promise(String text, boolean isKept, String evidence) {}
