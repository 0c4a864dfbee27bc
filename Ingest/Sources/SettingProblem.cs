using Octoplus.Core.Reference;

namespace Octoplus.Ingest.Sources;

/// <summary>What is wrong with one setting of a source.</summary>
/// <param name="Field">Name of the field, as the form and the JSON call it: <c>address</c>, <c>sql</c>…</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record SettingProblem(string Field, Message Message);
