using System.Collections.Generic;
using System.Globalization;
using Microsoft.CodeAnalysis.Text;

namespace RnnGen.Generator.Language;

/// <summary>Splits the text of a cell into tokens; every text has some, and the last one is the end.</summary>
internal static class CellTokenizer
{
    private const string Signs = "=+-*/()[],<>";

    public static List<CellToken> Tokenize(string text)
    {
        List<CellToken> tokens = [];
        int at = 0;
        while (at < text.Length)
        {
            int start = at;
            char character = text[at++];
            if (character is '\n' or '\r')
            {
                tokens.Add(new CellToken(CellTokenKind.EndOfLine, "", new TextSpan(start, 0)));
            }
            else if (character == '#' || (character == '/' && at < text.Length && text[at] == '/'))
            {
                while (at < text.Length && text[at] is not ('\n' or '\r'))
                {
                    at++;
                }
            }
            else if (IsNameStart(character))
            {
                at = EndOfName(text, at);
                tokens.Add(
                    new CellToken(
                        CellTokenKind.Name, text.Substring(start, at - start).Replace('′', '\''), TextSpan.FromBounds(start, at)));
            }
            else if (IsDigit(character) || (character == '.' && at < text.Length && IsDigit(text[at])))
            {
                at = EndOfNumber(text, start);
                string number = text.Substring(start, at - start);
                // .NET Framework refuses what is beyond the range, others give infinity.
                bool inRange = double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
                tokens.Add(
                    new CellToken(CellTokenKind.Number, number, TextSpan.FromBounds(start, at), inRange ? value : double.PositiveInfinity));
            }
            else if (!char.IsWhiteSpace(character))
            {
                string sign = character switch
                {
                    '·' or '⊙' => "*",
                    '−' => "-",
                    '≥' => ">=",
                    '≤' => "<=",
                    '>' or '<' when at < text.Length && text[at] == '=' => $"{character}{text[at++]}",
                    _ => character.ToString(),
                };
                CellTokenKind kind = sign.Length == 2 || Signs.Contains(sign) ? CellTokenKind.Sign : CellTokenKind.Unknown;
                tokens.Add(new CellToken(kind, sign, TextSpan.FromBounds(start, at)));
            }
        }

        tokens.Add(new CellToken(CellTokenKind.EndOfLine, "", new TextSpan(text.Length, 0)));
        tokens.Add(new CellToken(CellTokenKind.End, "", new TextSpan(text.Length, 0)));
        return tokens;
    }

    private static bool IsNameStart(char character) => char.IsLetter(character) || character == '_';

    private static bool IsDigit(char character) => character is >= '0' and <= '9';

    private static int EndOfName(string text, int at)
    {
        while (at < text.Length && (IsNameStart(text[at]) || IsDigit(text[at])))
        {
            at++;
        }

        return at < text.Length && text[at] is '\'' or '′' ? at + 1 : at;
    }

    /// <summary>Digits, a point and digits, an exponent; an e that no digit follows belongs to a name.</summary>
    private static int EndOfNumber(string text, int at)
    {
        at = EndOfDigits(text, at);
        if (at < text.Length && text[at] == '.')
        {
            at = EndOfDigits(text, at + 1);
        }

        if (at < text.Length && (text[at] is 'e' or 'E'))
        {
            int digits = at + 1 < text.Length && text[at + 1] is '+' or '-' ? at + 2 : at + 1;
            if (digits < text.Length && IsDigit(text[digits]))
            {
                at = EndOfDigits(text, digits);
            }
        }

        return at;
    }

    private static int EndOfDigits(string text, int at)
    {
        while (at < text.Length && IsDigit(text[at]))
        {
            at++;
        }

        return at;
    }
}
