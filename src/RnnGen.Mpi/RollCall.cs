using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using RnnGen.Mpi.Native;

namespace RnnGen.Mpi;

/// <summary>
/// Finds out which ranks a waiting one waits for. Whoever waits for long answers questions in between; so a rank that does not answer is
/// not waiting: it computes, hangs, or has been stopped.
/// </summary>
internal sealed class RollCall(MpiBinding mpi, int rank, int size)
{
    /// <summary>Several times what passes between two looks at the notes.</summary>
    private static readonly TimeSpan TimeToAnswer = TimeSpan.FromSeconds(3);

    /// <summary>Answers what others have asked.</summary>
    /// <returns>Why the job must end, or null.</returns>
    public string? AnswerNotes(OperationKind operation, long number)
    {
        string? reason = null;
        while (mpi.TryReceiveNote(out RankNote note))
        {
            if (note.Kind == NoteKind.Question)
            {
                mpi.SendNote(new RankNote(rank, NoteKind.Answer, operation, number), note.Sender);
            }
            else if (note.Kind == NoteKind.Farewell && operation != OperationKind.Leaving)
            {
                reason ??= $"rank {note.Sender} leaves the group while this one waits in {Name(operation, number)}";
            }
        }

        return reason;
    }

    /// <summary>Tells all others that this rank leaves.</summary>
    public void SayFarewell(long number) => SendToOthers(new RankNote(rank, NoteKind.Farewell, OperationKind.Leaving, number));

    /// <summary>Asks all others where they are.</summary>
    /// <returns>Which of them have not come, and where those are that wait elsewhere.</returns>
    public string Call(OperationKind operation, long number, TimeSpan waited)
    {
        RankNote?[] answers = new RankNote?[size];
        answers[rank] = new RankNote(rank, NoteKind.Answer, operation, number);
        SendToOthers(new RankNote(rank, NoteKind.Question, operation, number));
        long asked = Stopwatch.GetTimestamp();
        while (Array.IndexOf(answers, null) >= 0 && Stopwatch.GetElapsedTime(asked) < TimeToAnswer)
        {
            // Whoever asks waits as well: its question says where.
            while (mpi.TryReceiveNote(out RankNote note))
            {
                answers[note.Sender] = note;
                if (note.Kind == NoteKind.Question)
                {
                    mpi.SendNote(answers[rank]!.Value, note.Sender);
                }
            }

            Thread.Sleep(1);
        }

        List<string> parts = [];
        int[] silent = [.. Enumerable.Range(0, size).Where(other => answers[other] is null)];
        if (silent.Length > 0)
        {
            parts.Add($"{Names(silent)} {(silent.Length == 1 ? "has" : "have")} not come");
        }

        parts.AddRange(
            from answer in answers
            where answer is { } note && (note.Operation, note.Number) != (operation, number)
            select $"rank {answer.Value.Sender} waits in {Name(answer.Value.Operation, answer.Value.Number)}");
        string missing = parts.Count > 0 ? string.Join(", ", parts) : "all ranks are here, but the network does not carry it";
        return $"waited {waited.TotalSeconds:0} s in {Name(operation, number)}: {missing}";
    }

    private static string Name(OperationKind operation, long number) =>
        $"operation {number} ({operation switch
        {
            OperationKind.Broadcast => "a broadcast",
            OperationKind.Gather => "a gathering",
            OperationKind.Sum => "a sum",
            OperationKind.Sums => "sums of gradients",
            OperationKind.Barrier => "a barrier",
            _ => "the end",
        }})";

    private static string Names(int[] ranks) => (ranks.Length == 1 ? "rank " : "ranks ") + string.Join(", ", ranks);

    private void SendToOthers(RankNote note)
    {
        for (int other = 0; other < size; other++)
        {
            if (other != rank)
            {
                mpi.SendNote(note, other);
            }
        }
    }
}
