/**
 * Pages for people that need no other file and no network: their style, their tables and pictures,
 * and text that cannot become markup.
 */
@NullMarked
package io.vigil.pipelines.pages;

import org.jspecify.annotations.NullMarked;
