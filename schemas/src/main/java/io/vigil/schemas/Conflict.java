package io.vigil.schemas;

/**
 * Says that an id was accepted with more than one content. All of them count: to choose one by the
 * order of arrival would make the result depend on it. The set of ids is the same for every order;
 * which of the contents reports the conflict is not.
 *
 * @param transactionId the id
 * @param contents how many contents were known when the last one came, counted up to 100; of two
 *     rows of an id the one with more is newer
 * @param source where the last one was read
 */
public record Conflict(String transactionId, long contents, SourcePosition source) {}
